package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Setting;
import dev.zarrgo.webhook.config.Settings;
import dev.zarrgo.webhook.telemetry.JsonLogs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `zarrgo serve`
@Command(
        name = "serve",
        description = "Run the service: take products in over HTTP, convert them, and keep them in a catalogue.",
        sortOptions = false,
        footer = {
            "",
            "Without options everything lies in $ZARRGO_HOME (by default ~/.zarrgo), jobs run as processes on",
            "this machine, and nobody else can reach it. What can be set: docs/reference/settings.md; each",
            "setting can come from a file, from the environment, and from --set.",
            "",
            "Examples:",
            "  zarrgo serve",
            "  zarrgo serve --port 8080 --set source.allowed-hosts=objects.example.org",
            "  zarrgo serve --config zarrgo.yml --show-settings"
        })
final class ServeCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, as YAML.")
    private @Nullable Path config;

    @Option(names = "--port", paramLabel = "PORT", description = "The same as --set webhook.port=PORT.")
    private @Nullable Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "The same as --set webhook.host=ADDRESS.")
    private @Nullable String host;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A setting; may come several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--show-settings", description = "Print the settings that are in effect, and end.")
    private boolean showSettings;

    @Override
    public Integer call() {
        Settings effective = settings();
        if (showSettings) {
            spec.commandLine().getOut().print(effective.described());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        JsonLogs.enable(effective.text(Setting.LOG_LEVEL));
        try (Service service = Service.start(effective, DataFolder.path(), ProgramCommand.words())) {
            spec.commandLine().getOut().println("Zarrgo serves %s".formatted(service.address()));
            spec.commandLine().getOut().flush();
            Interruption.await();
        }
        return ExitCode.OK;
    }

    private Settings settings() {
        var stated = new LinkedHashMap<>(settings);
        if (port != null) {
            stated.put("webhook.port", String.valueOf(port));
        }
        if (host != null) {
            stated.put("webhook.host", host);
        }
        return Settings.read(Optional.ofNullable(config), System.getenv(), stated);
    }
}
