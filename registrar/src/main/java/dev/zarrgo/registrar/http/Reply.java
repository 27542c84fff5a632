package dev.zarrgo.registrar.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The answer to a request.
public final class Reply {

    private static final int MAX_QUOTED = 2048;

    private final String method;
    private final HttpResponse<byte[]> response;

    Reply(String method, HttpResponse<byte[]> response) {
        this.method = method;
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /// Where the answer came from, after redirects.
    public URI uri() {
        return response.uri();
    }

    public byte[] body() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /// @throws UnavailableException if the answer is no JSON: something stands before the service
    public JsonNode json() {
        try {
            return Json.parse(response.body());
        } catch (IOException broken) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    "%s: the answer is no JSON: %s".formatted(described(), quoted()),
                    "check the address of the catalogue",
                    broken);
        }
    }

    /// `PUT https://…: HTTP 400`
    public String described() {
        return "%s %s: HTTP %d".formatted(method, response.request().uri(), status());
    }

    /// The beginning of the body, at most 2 KiB (rule P80).
    public String quoted() {
        byte[] body = response.body();
        String text = new String(body, 0, Math.min(body.length, MAX_QUOTED), StandardCharsets.UTF_8);
        return text.strip().replaceAll("\\s+", " ");
    }
}
