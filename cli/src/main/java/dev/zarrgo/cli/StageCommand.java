package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.stage.CopyReport;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.stage.StagedPrefix;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.S3Address;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `zarrgo stage`
///
/// Source: rules P20 to P25.
@Command(
        name = "stage",
        description = "Copy a product from a slow provider to one's own bucket before it is converted.",
        sortOptions = false,
        footer = {
            "",
            "The copy lies at <bucket>/<prefix>/<namespace>/<collection>/<item id>/. Two files in --output-dir tell a",
            "workflow what to convert: convert_source_url and staged (true or false). They are written on success only.",
            "The provider's bucket is read with EODC_ACCESS_KEY_ID and EODC_SECRET_ACCESS_KEY, else without a",
            "signature.",
            "",
            "Examples:",
            "  zarrgo stage --source-url https://…/items/S2A_… --collection sentinel-2-l2a --dest-bucket mine",
            "  zarrgo stage --source-url https://…/items/S2A_… --collection sentinel-2-l2a --dest-bucket mine --mode"
                    + " cleanup"
        })
final class StageCommand implements Callable<Integer> {

    static final String PREFIX = "source-cache";

    /// What to do.
    enum Mode {
        COPY,
        PASSTHROUGH,
        CLEANUP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--source-url", paramLabel = "URL", required = true, description = "A product, or its STAC item.")
    private String source = "";

    @Option(names = "--collection", paramLabel = "ID", required = true, description = "The target collection.")
    private String collection = "";

    @Option(
            names = "--dest-bucket",
            paramLabel = "BUCKET",
            required = true,
            description = "Where copies go. Default: SOURCE_CACHE_BUCKET.",
            defaultValue = "${env:SOURCE_CACHE_BUCKET}")
    private String bucket = "";

    @Option(
            names = "--dest-prefix",
            paramLabel = "PREFIX",
            defaultValue = PREFIX,
            description = "Default: ${DEFAULT-VALUE}.")
    private String prefix = PREFIX;

    @Option(
            names = "--copyable-hosts",
            paramLabel = "HOST",
            split = ",",
            defaultValue = ProductCopy.COPYABLE_HOSTS,
            description = "Products of other hosts are not copied; * for every host. Default: ${DEFAULT-VALUE}.")
    private List<String> copyableHosts = List.of();

    @Option(
            names = "--copy-workers",
            paramLabel = "N",
            defaultValue = "16",
            description = "Objects that are copied at a time. Default: ${DEFAULT-VALUE}.")
    private int workers = 16;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:POD_NAMESPACE}",
            description = "Keeps installations apart. Default: POD_NAMESPACE.")
    private @Nullable String namespace;

    @Option(
            names = "--item-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "The id that the copy is kept under. Default: that of the source.")
    private String item = "";

    @Option(
            names = "--output-dir",
            paramLabel = "FOLDER",
            description = "Where the two files go. Default: none are written.")
    private @Nullable Path outputs;

    @Option(
            names = "--mode",
            paramLabel = "copy|passthrough|cleanup",
            defaultValue = "copy",
            description = "Copy, or only name the source, or remove the copy. Default: ${DEFAULT-VALUE}.")
    private Mode mode = Mode.COPY;

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Mixin
    private final ProgressOption progressOption = new ProgressOption();

    @Override
    public Integer call() {
        if (workers < 1) {
            throw new ParameterException(spec.commandLine(), "--copy-workers %d copies nothing".formatted(workers));
        }
        switch (mode) {
            case PASSTHROUGH -> passOn();
            case COPY -> stage();
            case CLEANUP -> remove();
        }
        return ExitCode.OK;
    }

    private void stage() {
        ProductArgument product = product();
        Location place = place(product);
        if (!isCopyable(product.location(), copyableHosts)) {
            passOn();
            return;
        }
        S3Address address = S3Address.of(Location.parse(product.location())).orElseThrow();
        CopyReport report;
        var progress = new CopyProgress("copying " + product.item());
        try (Store from = Stores.open(address.location(), sourceSettings(address));
                WritableStore to = Stores.writable(place, target.settings());
                var _ = ProgressDisplay.start(
                        progressOption.style(), progress, spec.commandLine().getErr())) {
            report = ProductCopy.copy(from, to, workers, progress, Interruption.cancellation());
        }
        spec.commandLine()
                .getOut()
                .println("%s: %s in %d objects, of which %d were copied"
                        .formatted(place, Terminal.bytes(report.bytes()), report.objects(), report.copied()));
        write(place.toString(), true);
    }

    /// Whether a product lies in a bucket of one of these hosts.
    static boolean isCopyable(String product, List<String> hosts) {
        return S3Address.of(Location.parse(product))
                .filter(address ->
                        hosts.contains("*") || hosts.contains(address.endpoint().getHost()))
                .isPresent();
    }

    private void passOn() {
        spec.commandLine().getOut().println("%s is converted from where it is".formatted(source));
        write(source, false);
    }

    private void remove() {
        Location place = place(product());
        try (WritableStore copy = Stores.writable(place, target.settings())) {
            spec.commandLine().getOut().println("%s: %d objects removed".formatted(place, ProductCopy.remove(copy)));
        }
    }

    private ProductArgument product() {
        return ProductArgument.of(source, spec.commandLine().getErr());
    }

    private Location place(ProductArgument product) {
        return new StagedPrefix(
                        bucket,
                        prefix,
                        namespace == null ? "" : namespace,
                        collection,
                        item.isEmpty() ? product.item() : item)
                .location();
    }

    private StoreSettings sourceSettings(S3Address address) {
        String id = System.getenv("EODC_ACCESS_KEY_ID");
        String secret = System.getenv("EODC_SECRET_ACCESS_KEY");
        Access access = id == null || id.isBlank() || secret == null || secret.isBlank()
                ? new Access.Anonymous()
                : new Access.Keys(id, secret, Optional.empty());
        return target.settings()
                .withService(service ->
                        service.withEndpoint(address.endpoint().toString()).with(access))
                .with(StoreSettings.DEFAULT.limits().withMaxConnections(workers));
    }

    /// The second file says that the first is complete.
    private void write(String url, boolean staged) {
        if (outputs != null) {
            OutputFile.makeFolder(outputs);
            OutputFile.write(outputs.resolve("convert_source_url"), url);
            OutputFile.write(outputs.resolve("staged"), String.valueOf(staged));
        }
    }
}
