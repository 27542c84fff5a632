package dev.zarrgo.cli;

import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A short life of the service, recorded by the launcher so that later starts find their classes prepared.
final class ServiceTraining {

    /// Accepted, and never run: the name does not exist.
    private static final String SAMPLE =
            "{\"source_url\": \"https://nowhere.invalid/S2A_training_%d.zarr\", \"collection\": \"sentinel-2-l2a\"}";

    /// So many that the methods behind a submission pass the thousand calls after which Java looks at them;
    /// what it saw then, it need not look at again.
    private static final int SAMPLES = 3000;

    private ServiceTraining() {}

    /// `FOLDER`: an empty one, for the files that the service makes.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Zarrgo.run("serve", "--show-settings");
        Path folder = Path.of(arguments[0]);
        var settings = Settings.read(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "webhook.port",
                        "0",
                        "controller.paused",
                        "true",
                        "log.level",
                        "off",
                        "webhook.burst",
                        "1000000"));
        try (Service service = Service.start(settings, folder, List.of("true"));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path :
                    List.of("/health/readiness", "/", "/jobs", "/stats", "/processes", "/catalog", "/nothing")) {
                send(client, HttpRequest.newBuilder(URI.create(service.address() + path)));
            }
            for (int i = 0; i < SAMPLES; i++) {
                send(
                        client,
                        HttpRequest.newBuilder(URI.create(service.address() + "/samples"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(SAMPLE.formatted(i))));
            }
        }
    }

    private static void send(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        client.send(request.build(), BodyHandlers.discarding());
    }
}
