package dev.zarrgo.cli;

import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which catalogue a command works on.
final class CatalogOptions {

    @Option(
            names = {"--catalog", "--stac-api-url"},
            paramLabel = "URL|FOLDER",
            required = true,
            description = "A STAC API with transactions (https://…), a pgSTAC database (jdbc:postgresql://…), or a"
                    + " folder or bucket for a catalogue of files.")
    private String catalog = "";

    @Mixin
    private final HttpOptions http = new HttpOptions();

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "Where buckets are: that of the store, and of a catalogue in one. Default: AWS_ENDPOINT_URL.")
    private @Nullable String endpoint;

    /// How buckets are reached.
    StoreSettings buckets() {
        return StoreSettings.of(System.getenv())
                .withService(
                        service -> endpoint == null || endpoint.isBlank() ? service : service.withEndpoint(endpoint));
    }

    Catalogs catalogs() {
        return http.catalogs(buckets());
    }

    void warn(String text) {
        http.warn(text);
    }

    Catalog open() {
        return open(catalogs());
    }

    Catalog open(Catalogs catalogs) {
        return catalogs.open(catalog);
    }
}
