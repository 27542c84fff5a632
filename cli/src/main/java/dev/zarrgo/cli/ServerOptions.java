package dev.zarrgo.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which service is asked, and as whom.
final class ServerOptions {

    private static final String DEFAULT_SERVER = "http://127.0.0.1:12000";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The service. Default: $$ZARRGO_SERVER, else " + DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token for it. Default: $$ZARRGO_TOKEN, else none.")
    private @Nullable String token;

    @Option(names = "--json", description = "Print what the service answers, as JSON.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    ServiceClient client() {
        String address = chosen(server, "ZARRGO_SERVER");
        return new ServiceClient(address.isEmpty() ? DEFAULT_SERVER : address, chosen(token, "ZARRGO_TOKEN"));
    }

    private static String chosen(@Nullable String stated, String variable) {
        if (stated != null) {
            return stated;
        }
        @Nullable String value = System.getenv(variable);
        return value == null ? "" : value;
    }
}
