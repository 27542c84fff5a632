package dev.zarrgo.registrar.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.zarrgo.converter.zarr.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a service was asked, and how long each answer took.
///
/// Safe for use by several threads.
///
/// Source: rule P81.
public final class RequestLog {

    /// What is kept; whoever sends more than that loads a batch, and counts elsewhere.
    private static final int MAX_ENTRIES = 200;

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    /// One request.
    ///
    /// @param endpoint see [#endpoint]
    /// @param status 0 if no answer came
    public record Entry(String method, String endpoint, int status, Duration took) {}

    /// A transport whose requests are kept here.
    public Transport around(Transport inner) {
        return request -> {
            long start = System.nanoTime();
            int status = 0;
            try {
                HttpResponse<byte[]> answer = inner.send(request);
                status = answer.statusCode();
                return answer;
            } finally {
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                add(new Entry(request.method(), endpoint(request.uri()), status, took));
            }
        };
    }

    private void add(Entry entry) {
        if (entries.size() < MAX_ENTRIES) {
            entries.add(entry);
        }
    }

    /// The first requests, in their order.
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// `[{method, endpoint, status, seconds}, …]`
    public ArrayNode json() {
        ArrayNode array = Json.array();
        for (Entry entry : entries) {
            array.addObject()
                    .put("method", entry.method())
                    .put("endpoint", entry.endpoint())
                    .put("status", entry.status())
                    .put("seconds", entry.took().toNanos() / 1e9);
        }
        return array;
    }

    /// The part of a STAC API that an address belongs to, the same for all its collections and items:
    /// `/collections/{collection}/items/{item}`, `/search`.
    static String endpoint(URI address) {
        String path = String.valueOf(address.getPath());
        int collections = path.indexOf("/collections");
        if (collections < 0) {
            return path.substring(Math.max(0, path.lastIndexOf('/')));
        }
        return path.substring(collections)
                .replaceFirst("^/collections/[^/]+", "/collections/{collection}")
                .replaceFirst("/items/[^/]+", "/items/{item}");
    }
}
