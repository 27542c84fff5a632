package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.report.FailureJson;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.http.RequestLog;
import dev.zarrgo.registrar.register.RegistrationReport;
import java.nio.file.Path;
import java.util.Optional;

/// The report of `zarrgo register`, written when it is over, however it ends: `{outcome, failure,
/// wall_seconds, items: [{catalog, collection, item, outcome, picture_seconds, remarks}, …], requests:
/// [{method, endpoint, status, seconds}, …]}`, the requests being those to a STAC API.
///
/// Source: rule P81.
final class RegisterReport {

    private final Path file;
    private final RequestLog requests;
    private final long start = System.nanoTime();
    private final ArrayNode items = Json.array();

    RegisterReport(Path file, RequestLog requests) {
        this.file = file;
        this.requests = requests;
    }

    void add(RegistrationReport registered) {
        items.add(registered.summary());
    }

    /// @param failure empty after success
    void write(Optional<? extends Throwable> failure) {
        ObjectNode document = Json.object().put("outcome", failure.isPresent() ? "failed" : "registered");
        failure.ifPresent(reason -> document.set("failure", FailureJson.of(reason)));
        document.put("wall_seconds", (System.nanoTime() - start) / 1e9);
        document.set("items", items);
        document.set("requests", requests.json());
        OutputFile.write(file, Json.text(document) + "\n");
    }
}
