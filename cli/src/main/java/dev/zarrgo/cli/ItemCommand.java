package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.retention.ItemData;
import dev.zarrgo.registrar.retention.ItemRemoval;
import dev.zarrgo.registrar.retention.StatedStorage;
import dev.zarrgo.registrar.retention.StoreStatistics;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacValidator;
import dev.zarrgo.registrar.stac.StacViolation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo item show|validate|delete`
@Command(
        name = "item",
        description = "Look at an item of a catalogue, check it, or remove it.",
        sortOptions = false,
        subcommands = {ItemCommand.Show.class, ItemCommand.Validate.class, ItemCommand.Delete.class})
final class ItemCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Which item is meant.
    static final class Chosen {

        @Parameters(index = "0", paramLabel = "ID", description = "The item.")
        private String id = "";

        @Option(
                names = {"-C", "--collection"},
                paramLabel = "ID",
                required = true,
                description = "Its collection.")
        private String collection = "";

        Item in(Catalog catalog) {
            return catalog.item(collection, id)
                    .map(Catalog.Entry::item)
                    .orElseThrow(() -> new UnusableSourceException(
                            FailureCode.CATALOG_ENTRY_NOT_FOUND,
                            "%s has no item %s in %s".formatted(catalog.name(), id, collection),
                            "check id and collection; zarrgo collection list names the collections"));
        }
    }

    @Command(name = "show", description = "Print an item.", sortOptions = false)
    static final class Show implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final Chosen chosen = new Chosen();

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Option(
                names = "--s3-stats",
                description = "Print what there is of its store instead: objects, bytes and storage classes.")
        private boolean statistics;

        @Option(names = "--s3-stac-info", description = "Print which storage class it says its assets have instead.")
        private boolean stated;

        @Override
        public Integer call() {
            try (Catalog target = catalog.open()) {
                spec.commandLine().getOut().println(Json.pretty(document(chosen.in(target), target)));
            }
            return ExitCode.OK;
        }

        private ObjectNode document(Item item, Catalog target) {
            if (!statistics && !stated) {
                return item.document();
            }
            ObjectNode document = Json.object();
            if (statistics) {
                try (Store store = Stores.open(ItemData.of(item, target), catalog.buckets())) {
                    document.set("stored", StoreStatistics.of(item, store).json());
                }
            }
            if (stated) {
                document.set("stated", StatedStorage.of(item).json());
            }
            return document;
        }
    }

    @Command(
            name = "validate",
            description = "Check an item against STAC and its extensions; the exit code is 1 if it breaks them.",
            sortOptions = false)
    static final class Validate implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final Chosen chosen = new Chosen();

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Override
        public Integer call() {
            var out = spec.commandLine().getOut();
            try (Catalog target = catalog.open()) {
                ObjectNode document = chosen.in(target).document();
                List<StacViolation> violations = new StacValidator().violations(document);
                violations.forEach(out::println);
                StacValidator.unchecked(document).forEach(extension -> out.println("not checked: " + extension));
                out.println("%d violations".formatted(violations.size()));
                return violations.isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE;
            }
        }
    }

    @Command(
            name = "delete",
            description = "Remove an item, and with --with-data its store. Without --execute it only says what would"
                    + " go.",
            sortOptions = false)
    static final class Delete implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final Chosen chosen = new Chosen();

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Option(names = "--with-data", description = "Remove the store first.")
        private boolean withData;

        @Option(names = "--execute", description = "Do it.")
        private boolean execute;

        @Override
        public Integer call() {
            try (Catalog target = catalog.open()) {
                var removal = new ItemRemoval(target, location -> Stores.writable(location, catalog.buckets()));
                ItemRemoval.Plan plan = withData
                        ? removal.planWithData(chosen.collection, chosen.id)
                        : removal.plan(chosen.collection, chosen.id);
                String data = plan.store()
                        .map(store ->
                                " and %d objects of %s".formatted(plan.objects().size(), store))
                        .orElse("");
                if (execute) {
                    removal.run(plan);
                }
                spec.commandLine()
                        .getOut()
                        .println("%s item %s%s%s"
                                .formatted(
                                        execute ? "removed" : "would remove",
                                        plan.id(),
                                        data,
                                        execute ? "" : "; --execute does it"));
            }
            return ExitCode.OK;
        }
    }
}
