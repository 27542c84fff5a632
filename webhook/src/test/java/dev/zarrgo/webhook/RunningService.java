package dev.zarrgo.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The service as it runs, on a port of its own, and a client for it. Nothing is started that it accepts.
final class RunningService implements AutoCloseable {

    /// Accepted by every service here: an address of the public internet, which nobody asks.
    static final String SOURCE = "https://192.88.98.7/S2A_%s.zarr";

    private final Service service;
    private final HttpClient client;
    private final String address;

    private RunningService(Service service, HttpClient client, String address) {
        this.service = service;
        this.client = client;
        this.address = address;
    }

    /// @param stated names and values of settings
    static RunningService start(Path folder, String... stated) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("webhook.port", "0");
        settings.put("controller.paused", "true");
        for (int i = 0; i < stated.length; i += 2) {
            settings.put(stated[i], stated[i + 1]);
        }
        Service service = Service.start(Settings.read(Optional.empty(), Map.of(), settings), folder, List.of("false"));
        return new RunningService(service, HttpClient.newHttpClient(), service.address());
    }

    int port() {
        return service.port();
    }

    String address() {
        return address;
    }

    /// The same service by another address.
    RunningService at(String other) {
        return new RunningService(service, client, other);
    }

    /// A body that `/samples` accepts.
    static String sample(String name) {
        return "{\"source_url\": \"%s\", \"collection\": \"sentinel-2-l2a\"}".formatted(SOURCE.formatted(name));
    }

    /// A body that `/jobs` accepts.
    static String job(String name) {
        return "{\"source\": \"%s\", \"collection\": \"sentinel-2-l2a\"}".formatted(SOURCE.formatted(name));
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path, headers);
        if (List.of(headers).stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        return send(request.method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// The resources that the service has, as `GET /path …`.
    List<String> routes() {
        return service.routes();
    }

    HttpClient client() {
        return client;
    }

    /// How many jobs there are, as far as one page goes.
    int jobs(String... headers) {
        return get("/jobs?limit=1000", headers).json().path("numberReturned").asInt();
    }

    @Override
    public void close() {
        client.close();
        service.close();
    }

    /// What came back.
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            try {
                return Json.parse(body().getBytes(StandardCharsets.UTF_8));
            } catch (IOException broken) {
                throw new UncheckedIOException(body(), broken);
            }
        }

        String text(String member) {
            return json().path(member).asText();
        }

        List<String> pointers() {
            return json().path("errors").findValuesAsText("pointer");
        }
    }
}
