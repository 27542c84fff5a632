package dev.zarrgo.cli;

import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
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

    Catalogs catalogs() {
        return http.catalogs();
    }

    Catalog open() {
        return catalogs().open(catalog);
    }
}
