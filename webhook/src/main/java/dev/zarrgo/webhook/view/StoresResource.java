package dev.zarrgo.webhook.view;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Options;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The objects of stores, for maps and other readers of Zarr over HTTP: single objects, no lists.
@Controller("/stores")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(SecurityRule.IS_ANONYMOUS)
public final class StoresResource {

    private final ServedStores stores;
    private final StoreAccess access;

    StoresResource(ServedStores stores, StoreAccess access) {
        this.stores = stores;
        this.access = access;
    }

    @Get(value = "/{+path}", headRoute = false)
    HttpResponse<?> object(String path, HttpRequest<?> request) {
        return answer(path, request);
    }

    @Head("/{+path}")
    HttpResponse<?> head(String path, HttpRequest<?> request) {
        return answer(path, request);
    }

    /// A page of another origin asks before it asks for a part.
    @Options("/{+path}")
    HttpResponse<?> mayAsk(String path) {
        return open(HttpResponse.noContent())
                .header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
                .header(
                        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                        "Range, If-Match, If-None-Match, If-Modified-Since, If-Range, Authorization, Cache-Control")
                .header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
    }

    private HttpResponse<?> answer(String path, HttpRequest<?> request) {
        Optional<StorePath> asked = StorePath.parse(path);
        if (asked.isEmpty()) {
            return open(HttpResponse.notFound());
        }
        access.check(asked.get(), request);
        Optional<ServedObject> object = stores.open(asked.get());
        if (object.isEmpty()) {
            return open(HttpResponse.notFound());
        }
        StoreReply reply = StoreReply.of(
                asked.get(),
                object.get(),
                name -> Optional.ofNullable(request.getHeaders().get(name)));
        MutableHttpResponse<?> response = open(HttpResponse.status(HttpStatus.valueOf(reply.status())));
        if (request.getMethod() == HttpMethod.HEAD || reply.length() == 0) {
            close(reply);
        } else {
            String type = reply.headers().getOrDefault(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM);
            response = response.body(new StreamedFile(reply.body(), MediaType.of(type)));
        }
        MutableHttpResponse<?> answer = response;
        reply.headers().forEach(answer::header);
        boolean hasLength = reply.status() != StoreReply.NOT_MODIFIED;
        return hasLength ? answer.contentLength(reply.length()) : answer;
    }

    private static void close(StoreReply reply) {
        try {
            reply.body().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Readable by pages of every origin: no cookie says who somebody is, so a foreign page learns nothing
    /// that its own server could not.
    private static <T> MutableHttpResponse<T> open(MutableHttpResponse<T> response) {
        return response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .header(
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag, Last-Modified");
    }
}
