package dev.zarrgo.webhook.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.StacCollection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Documents of the catalogue as a STAC API gives them: the same content, other links.
///
/// Hrefs that are relative to a file of the catalogue would lead nowhere from here; those into the folder
/// of the stores become addresses of this service, the others absolute.
///
/// Source: STAC API 1.0.0; rule P88.
public final class CatalogDocuments {

    private static final Set<String> HIERARCHY =
            Set.of("self", "root", "parent", "child", "collection", "item", "items");
    private static final String GEOJSON = "application/geo+json";
    private static final String JSON = "application/json";

    private final Catalog catalog;
    private final Optional<Location> stores;
    private final Links links;

    /// @param stores where the stores lie that this service gives; empty if it gives none
    public CatalogDocuments(Catalog catalog, Optional<Location> stores, Links links) {
        this.catalog = catalog;
        this.stores = stores;
        this.links = links;
    }

    ObjectNode landing() {
        ObjectNode document = Json.object()
                .put("type", "Catalog")
                .put("stac_version", Item.STAC_VERSION)
                .put("id", "zarrgo")
                .put("title", "Zarrgo")
                .put("description", "Stores converted by Zarrgo.");
        document.set("conformsTo", Json.texts(conformance()));
        ArrayNode related = document.putArray("links");
        String root = links.to("/catalog");
        link(related, "self", root, JSON);
        link(related, "root", root, JSON);
        link(related, "conformance", root + "/conformance", JSON);
        link(related, "data", root + "/collections", JSON);
        link(related, "search", root + "/search", GEOJSON).put("method", "GET");
        link(related, "search", root + "/search", GEOJSON).put("method", "POST");
        link(related, "service-desc", links.to("/openapi.yml"), "application/vnd.oai.openapi;version=3.0");
        link(related, "service-doc", links.to("/openapi"), "text/html");
        for (StacCollection collection : catalog.collections()) {
            link(related, "child", root + "/collections/" + collection.id(), JSON)
                    .put("title", collection.title());
        }
        return document;
    }

    static List<String> conformance() {
        return List.of(
                "https://api.stacspec.org/v1.0.0/core",
                "https://api.stacspec.org/v1.0.0/collections",
                "https://api.stacspec.org/v1.0.0/ogcapi-features",
                "https://api.stacspec.org/v1.0.0/item-search",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson");
    }

    ObjectNode collections() {
        ObjectNode document = Json.object();
        ArrayNode all = document.putArray("collections");
        catalog.collections().forEach(collection -> all.add(collection(collection)));
        ArrayNode related = document.putArray("links");
        link(related, "self", links.to("/catalog/collections"), JSON);
        link(related, "root", links.to("/catalog"), JSON);
        return document;
    }

    ObjectNode collection(StacCollection collection) {
        ObjectNode document = collection.document().deepCopy();
        String self = links.to("/catalog/collections/" + collection.id());
        ArrayNode related = others(document);
        link(related, "self", self, JSON);
        link(related, "parent", links.to("/catalog"), JSON);
        link(related, "root", links.to("/catalog"), JSON);
        link(related, "items", self + "/items", GEOJSON);
        document.set("links", related);
        return document;
    }

    ObjectNode item(Item item) {
        ObjectNode document = item.document().deepCopy();
        String collection = item.collection().orElse("");
        String place = links.to("/catalog/collections/" + collection);
        Optional<Location> folder = catalog.folderOf(collection, item.id());
        ArrayNode related = others(document);
        related.forEach(other -> resolve(other, folder));
        link(related, "self", place + "/items/" + item.id(), GEOJSON);
        link(related, "parent", place, JSON);
        link(related, "collection", place, JSON);
        link(related, "root", links.to("/catalog"), JSON);
        document.set("links", related);
        for (JsonNode asset : document.path("assets")) {
            resolve(asset, folder);
        }
        return document;
    }

    /// @param address of this page, without `after`
    /// @param size items of a page
    ObjectNode items(CatalogSearch.Found found, String address, int offset, int size) {
        ObjectNode document = Json.object().put("type", "FeatureCollection");
        ArrayNode features = document.putArray("features");
        found.items().forEach(item -> features.add(item(item)));
        ArrayNode related = document.putArray("links");
        link(related, "self", address, GEOJSON);
        link(related, "root", links.to("/catalog"), JSON);
        if (found.more()) {
            String separator = address.contains("?") ? "&" : "?";
            link(related, "next", "%s%safter=%d".formatted(address, separator, offset + size), GEOJSON);
        }
        document.put("numberReturned", found.items().size());
        return document;
    }

    private static ObjectNode link(ArrayNode related, String rel, String href, String type) {
        return related.addObject().put("rel", rel).put("href", href).put("type", type);
    }

    /// The links that are not about the place of a document.
    private static ArrayNode others(ObjectNode document) {
        ArrayNode others = Json.array();
        for (JsonNode link : document.path("links")) {
            if (!HIERARCHY.contains(link.path("rel").asText())) {
                others.add(link.deepCopy());
            }
        }
        return others;
    }

    private void resolve(JsonNode holder, Optional<Location> folder) {
        if (holder instanceof ObjectNode object && object.path("href").isTextual()) {
            object.put("href", resolved(object.path("href").textValue(), folder));
        }
        for (Map.Entry<String, JsonNode> alternate : holder.path("alternate").properties()) {
            resolve(alternate.getValue(), folder);
        }
    }

    private String resolved(String href, Optional<Location> folder) {
        if (folder.isEmpty() || href.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            return href;
        }
        String key = URI.create("/" + folder.get().key().replaceFirst("^/", "") + "/")
                .resolve(href)
                .normalize()
                .getPath();
        Optional<String> route = stores.filter(
                        root -> root.scheme() == folder.get().scheme())
                .filter(root -> root.bucket().equals(folder.get().bucket()))
                .map(root -> "/" + root.key().replaceFirst("^/", "") + "/")
                .filter(key::startsWith)
                .map(root -> links.to("/stores/" + key.substring(root.length())));
        return route.orElseGet(() -> new Location(
                        folder.get().scheme(),
                        folder.get().bucket(),
                        folder.get().isFile() ? key : key.substring(1))
                .toString());
    }
}
