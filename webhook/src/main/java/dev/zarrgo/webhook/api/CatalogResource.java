package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.source.ItemIds;
import dev.zarrgo.webhook.security.Role;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// The catalogue as a read-only STAC API, whatever it is kept in.
///
/// Source: <https://github.com/radiantearth/stac-api-spec>, rule P88.
@Controller("/catalog")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
@Produces(MediaType.APPLICATION_JSON)
public final class CatalogResource {

    private static final String GEOJSON = "application/geo+json";

    private final Catalog catalog;
    private final CatalogDocuments documents;
    private final Links links;

    CatalogResource(Catalog catalog, CatalogDocuments documents, Links links) {
        this.catalog = catalog;
        this.documents = documents;
        this.links = links;
    }

    @Get
    Object landing() {
        return plain(documents.landing());
    }

    @Get("/conformance")
    LandingResource.Conformance conformance() {
        return new LandingResource.Conformance(CatalogDocuments.conformance());
    }

    @Get("/collections")
    Object collections() {
        return plain(documents.collections());
    }

    @Get("/collections/{collection}")
    Object collection(String collection) {
        return plain(documents.collection(catalog.collection(checked(collection))
                .orElseThrow(() -> RequestException.notFound("collection", collection))));
    }

    @Get("/collections/{collection}/items")
    HttpResponse<Object> items(String collection, HttpRequest<?> request) {
        CatalogSearch search = CatalogSearch.of(request, checked(collection));
        if (catalog.collection(collection).isEmpty()) {
            throw RequestException.notFound("collection", collection);
        }
        return page(search, request);
    }

    @Get("/collections/{collection}/items/{id}")
    HttpResponse<Object> item(String collection, String id) {
        return geojson(documents.item(catalog.item(checked(collection), checked(id))
                .orElseThrow(() -> RequestException.notFound("item", id))
                .item()));
    }

    @Get("/search")
    HttpResponse<Object> search(HttpRequest<?> request) {
        return page(CatalogSearch.of(request), request);
    }

    @Post("/search")
    @Consumes(MediaType.APPLICATION_JSON)
    HttpResponse<Object> searchFor(HttpRequest<byte[]> request) {
        CatalogSearch search = CatalogSearch.of(Members.of(request));
        ObjectNode found =
                documents.items(search.run(catalog), links.to("/catalog/search"), search.offset(), search.limit());
        for (var link : found.path("links")) {
            if (link instanceof ObjectNode next && next.path("rel").asText().equals("next")) {
                next.put("href", links.to("/catalog/search"))
                        .put("method", "POST")
                        .put("merge", true);
                next.putObject("body").put("after", search.offset() + search.limit());
            }
        }
        return geojson(found);
    }

    private HttpResponse<Object> page(CatalogSearch search, HttpRequest<?> request) {
        String query = request.getParameters().asMap().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("after"))
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
        String address = links.to(request.getPath() + (query.isEmpty() ? "" : "?" + query));
        return geojson(documents.items(search.run(catalog), address, search.offset(), search.limit()));
    }

    /// An id from a path, which may hold anything: it becomes part of the name of a file.
    private static String checked(String id) {
        if (!ItemIds.of(id).equals(id)) {
            throw RequestException.notFound("document", id);
        }
        return id;
    }

    private static HttpResponse<Object> geojson(ObjectNode document) {
        return HttpResponse.ok(plain(document)).contentType(GEOJSON);
    }

    private static Object plain(ObjectNode document) {
        Object plain = JsonBody.plain(document);
        if (plain == null) {
            throw new IllegalStateException("an empty document");
        }
        return plain;
    }
}
