package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.api.Problem;
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
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
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

    private HttpResponse<?> answer(String path, HttpRequest<?> request) {
        Optional<StorePath> asked = StorePath.parse(path);
        if (asked.isEmpty()) {
            return notFound();
        }
        access.check(asked.get(), request.getUserPrincipal(Authentication.class));
        Optional<ServedObject> object = stores.open(asked.get());
        if (asked.get().isPicture()) {
            Optional<Integer> width = request.getParameters().get("width", Integer.class);
            object = object.map(picture -> SmallPicture.of(picture, width));
        }
        if (object.isEmpty()) {
            return notFound();
        }
        StoreReply reply = StoreReply.of(
                asked.get(),
                object.get(),
                name -> Optional.ofNullable(request.getHeaders().get(name)));
        MutableHttpResponse<?> response = ForeignPages.welcome(HttpResponse.status(HttpStatus.valueOf(reply.status())));
        reply.headers().forEach(response::header);
        if (request.getMethod() != HttpMethod.HEAD && reply.length() > 0) {
            MediaType type = MediaType.of(String.valueOf(reply.headers().get(HttpHeaders.CONTENT_TYPE)));
            long modified = object.get().modified().toEpochMilli();
            return response.body(new StreamedFile(reply.body(), type, modified, reply.length()));
        }
        close(reply);
        return reply.status() == StoreReply.NOT_MODIFIED ? response : response.contentLength(reply.length());
    }

    /// A chunk that is not there is all fill value: this is said often, and in few words.
    private static HttpResponse<?> notFound() {
        return ForeignPages.welcome(Problem.notFound("there is no such object"));
    }

    private static void close(StoreReply reply) {
        try {
            reply.body().close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
