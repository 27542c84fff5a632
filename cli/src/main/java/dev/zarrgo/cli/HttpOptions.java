package dev.zarrgo.cli;

import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.registrar.catalog.Catalogs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which addresses are acceptable.
final class HttpOptions {

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--allow-http",
            defaultValue = "${env:ZARRGO_ALLOW_HTTP:-false}",
            description =
                    "Accept addresses without TLS: for tests and inside a cluster. Default: ZARRGO_ALLOW_HTTP, else"
                            + " not.")
    private boolean allowHttp;

    /// What opens catalogues and reads items, with the variables of the environment.
    Catalogs catalogs() {
        return catalogs(StoreSettings.of(System.getenv()));
    }

    /// @param buckets how catalogues in buckets are reached
    Catalogs catalogs(StoreSettings buckets) {
        return new Catalogs(System.getenv(), buckets, allowHttp, this::warn);
    }

    void warn(String text) {
        spec.commandLine().getErr().println("warning: " + text);
    }
}
