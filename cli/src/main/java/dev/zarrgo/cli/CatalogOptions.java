package dev.zarrgo.cli;

import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
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

    /// What opens catalogues, with the variables of the environment.
    Catalogs catalogs() {
        return new Catalogs(
                System.getenv(), allowHttp, text -> spec.commandLine().getErr().println("warning: " + text));
    }

    Catalog open() {
        return catalogs().open(catalog);
    }
}
