package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.CollectionTemplates;
import dev.zarrgo.registrar.catalog.Collections;
import dev.zarrgo.registrar.stac.StacCollection;
import dev.zarrgo.registrar.stac.StacValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo collection create|update|show|list`
@Command(
        name = "collection",
        description = "Look at the collections of a catalogue, make and update them.",
        sortOptions = false,
        subcommands = {
            CollectionCommand.Create.class,
            CollectionCommand.Update.class,
            CollectionCommand.Show.class,
            CollectionCommand.List.class
        })
final class CollectionCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            description = "Make a collection, from a template of its name or a file.",
            sortOptions = false)
    static final class Create implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The collection.")
        private String id = "";

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Option(names = "--template", paramLabel = "FILE", description = "A STAC collection to start from.")
        private @Nullable Path template;

        @Override
        public Integer call() {
            StacCollection collection = template == null ? CollectionTemplates.of(id) : read(template, id);
            try (Catalog target = catalog.open()) {
                if (target.collection(id).isPresent()) {
                    throw new ConflictException(
                            FailureCode.TARGET_EXISTS,
                            "%s has a collection %s already".formatted(target.name(), id),
                            "zarrgo collection update changes it");
                }
                put(target, collection);
                spec.commandLine().getOut().println("created %s in %s".formatted(id, target.name()));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "update",
            description = "Let a collection say what its items say: extent from the items, links from the catalogue;"
                    + " with --template everything else from a file.",
            sortOptions = false)
    static final class Update implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The collection.")
        private String id = "";

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Option(names = "--template", paramLabel = "FILE", description = "A STAC collection to take the rest from.")
        private @Nullable Path template;

        @Override
        public Integer call() {
            try (Catalog target = catalog.open()) {
                StacCollection known = target.requireCollection(id);
                StacCollection base = template == null ? known : read(template, id);
                StacCollection updated = Collections.withExtentOfItems(base, target);
                put(target, updated);
                spec.commandLine()
                        .getOut()
                        .println("updated %s in %s: %s"
                                .formatted(
                                        id,
                                        target.name(),
                                        Json.text(updated.document().path("extent"))));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Print a collection.", sortOptions = false)
    static final class Show implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "ID", description = "The collection.")
        private String id = "";

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Override
        public Integer call() {
            try (Catalog target = catalog.open()) {
                spec.commandLine()
                        .getOut()
                        .println(Json.pretty(target.requireCollection(id).document()));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "Print the collections, one a line.", sortOptions = false)
    static final class List implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private final CatalogOptions catalog = new CatalogOptions();

        @Option(names = "--json", description = "Print them as JSON.")
        private boolean json;

        @Override
        public Integer call() {
            var out = spec.commandLine().getOut();
            try (Catalog target = catalog.open()) {
                ArrayNode all = Json.array();
                for (StacCollection collection : target.collections()) {
                    all.add(collection.document());
                    if (!json) {
                        out.println("%-40s %s".formatted(collection.id(), collection.title()));
                    }
                }
                if (json) {
                    out.println(Json.pretty(all));
                }
            }
            return ExitCode.OK;
        }
    }

    private static void put(Catalog target, StacCollection collection) {
        ObjectNode document = Collections.linked(collection, target).document();
        new StacValidator().require(document);
        target.put(new StacCollection(document));
    }

    private static StacCollection read(Path file, String id) {
        try {
            JsonNode document = Json.parse(Files.readAllBytes(file));
            StacCollection collection = StacCollection.of(document, file.toString());
            collection.document().put("id", id);
            return collection;
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND,
                    "%s cannot be read as JSON".formatted(file),
                    "give a STAC collection",
                    broken);
        }
    }
}
