package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked of a server; addressed and signed anew for each try.
///
/// @param key of the object, below the root of the store; empty for the bucket itself
/// @param query parameters of the URL, in order
/// @param headers besides those that every request has, names in lower case
/// @param body to be sent; empty for none
record RemoteRequest(
        String method,
        String key,
        SortedMap<String, String> query,
        SortedMap<String, String> headers,
        List<ByteBuffer> body) {

    RemoteRequest {
        query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        body = List.copyOf(body);
    }

    static RemoteRequest of(String method, String key) {
        return new RemoteRequest(method, key, new TreeMap<>(), new TreeMap<>(), List.of());
    }

    RemoteRequest withQuery(Map<String, String> parameters) {
        return new RemoteRequest(method, key, new TreeMap<>(parameters), headers, body);
    }

    RemoteRequest withHeader(String name, String value) {
        var all = new TreeMap<>(headers);
        all.put(name, value);
        return new RemoteRequest(method, key, query, all, body);
    }

    RemoteRequest withHeaders(Map<String, String> more) {
        var all = new TreeMap<>(headers);
        all.putAll(more);
        return new RemoteRequest(method, key, query, all, body);
    }

    RemoteRequest withBody(List<ByteBuffer> content) {
        return new RemoteRequest(method, key, query, headers, content);
    }
}
