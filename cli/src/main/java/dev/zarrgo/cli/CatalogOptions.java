package dev.zarrgo.cli;

import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which catalogue a command works on.
final class CatalogOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"--catalog", "--stac-api-url"},
            paramLabel = "URL|FOLDER",
            required = true,
            description = "A STAC API with transactions (https://…), a pgSTAC database (jdbc:postgresql://…), or a"
                    + " folder or bucket for a catalogue of files.")
    private String catalog = "";

    @Option(names = "--allow-http", description = "Accept addresses without TLS: for tests and inside a cluster.")
    private boolean allowHttp;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "Where buckets are: that of the store, and of a catalogue in one. Default: AWS_ENDPOINT_URL.")
    private @Nullable String endpoint;

    /// How buckets are reached.
    StoreSettings buckets() {
        return StoreSettings.of(System.getenv())
                .withService(service -> endpoint == null ? service : service.withEndpoint(endpoint));
    }

    /// What opens catalogues, with the variables of the environment.
    Catalogs catalogs() {
        return new Catalogs(System.getenv(), buckets(), allowHttp, this::warn);
    }

    void warn(String text) {
        spec.commandLine().getErr().println("warning: " + text);
    }

    Catalog open() {
        return catalogs().open(catalog);
    }
}
