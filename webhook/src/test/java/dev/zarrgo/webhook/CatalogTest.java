package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.catalog.CollectionTemplates;
import dev.zarrgo.registrar.catalog.StaticCatalog;
import dev.zarrgo.registrar.stac.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A catalogue of files, given as a STAC API (rule P88).
class CatalogTest {

    private static final String COLLECTION = "sentinel-2-l2a";

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) {
        try (var catalog = new StaticCatalog(Stores.writable(Location.of(folder.resolve("catalog"))))) {
            catalog.put(CollectionTemplates.of(COLLECTION));
            for (int i = 0; i < 5; i++) {
                catalog.put(item(i));
            }
        }
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /// One degree further east and one day later each, with ten percent more clouds.
    private static Item item(int i) {
        ObjectNode item = Json.object()
                .put("type", "Feature")
                .put("stac_version", "1.1.0")
                .put("id", "item-" + i)
                .put("collection", COLLECTION);
        item.set("bbox", Json.numbers(List.of(10.0 + i, 40.0, 10.5 + i, 40.5)));
        item.putObject("geometry").put("type", "Point").set("coordinates", Json.numbers(List.of(10.0 + i, 40.0)));
        item.putObject("properties")
                .put("datetime", "2026-01-0%dT00:00:00Z".formatted(i + 1))
                .put("eo:cloud_cover", 10 * i);
        item.putArray("links").addObject().put("rel", "parent").put("href", "../collection.json");
        ObjectNode assets = item.putObject("assets");
        assets.putObject("reflectance")
                .put("href", "../../../stores/sentinel-2-l2a/item-%d.zarr/measurements".formatted(i));
        assets.putObject("elsewhere").put("href", "https://example.org/x");
        return new Item(item);
    }

    private static List<String> ids(String path) {
        var ids = new ArrayList<String>();
        JsonNode page = service.get(path).json();
        page.path("features").forEach(feature -> ids.add(feature.path("id").asText()));
        return ids;
    }

    private static String link(JsonNode document, String rel) {
        for (JsonNode link : document.path("links")) {
            if (link.path("rel").asText().equals(rel)) {
                return link.path("href").asText();
            }
        }
        return "";
    }

    @Test
    void linksLeadFromTheTopToAnItem() {
        JsonNode landing = service.get("/catalog").json();
        assertThat(landing.path("conformsTo").toString()).contains("item-search");
        assertThat(link(landing, "child")).endsWith("/catalog/collections/" + COLLECTION);
        JsonNode collection = get(link(landing, "child"));
        assertThat(collection.path("type").asText()).isEqualTo("Collection");
        JsonNode item = get(link(collection, "items")).path("features").path(0);
        JsonNode same = get(link(item, "self"));
        assertThat(same).isEqualTo(item);
        assertThat(link(item, "parent")).isEqualTo(link(collection, "self"));
        assertThat(link(item, "root")).isEqualTo(link(landing, "self"));
    }

    private static JsonNode get(String address) {
        assertThat(address).startsWith(service.address());
        return service.get(address.substring(service.address().length())).json();
    }

    @Test
    void hrefsOfStoresAreThoseOfTheService() {
        JsonNode assets = service.get("/catalog/collections/%s/items/item-0".formatted(COLLECTION))
                .json()
                .path("assets");
        assertThat(assets.at("/reflectance/href").asText())
                .isEqualTo(service.address() + "/stores/sentinel-2-l2a/item-0.zarr/measurements");
        assertThat(assets.at("/elsewhere/href").asText()).isEqualTo("https://example.org/x");
    }

    @Test
    void searchKnowsItsConditions() {
        assertThat(ids("/catalog/search")).hasSize(5);
        assertThat(ids("/catalog/search?ids=item-1,item-3")).containsExactly("item-1", "item-3");
        assertThat(ids("/catalog/search?collections=" + COLLECTION)).hasSize(5);
        assertThat(ids("/catalog/search?collections=other")).isEmpty();
        assertThat(ids("/catalog/search?bbox=11.1,40.1,12.1,40.2")).containsExactly("item-1", "item-2");
        assertThat(ids("/catalog/search?datetime=2026-01-03T00:00:00Z/.."))
                .containsExactly("item-2", "item-3", "item-4");
        assertThat(ids("/catalog/search?datetime=2026-01-02T00:00:00Z")).containsExactly("item-1");
        assertThat(ids("/catalog/search?cloudCover=20")).containsExactly("item-0", "item-1", "item-2");
        assertThat(ids("/catalog/search?cloudCover=10/30")).containsExactly("item-1", "item-2", "item-3");
        assertThat(ids("/catalog/collections/%s/items?bbox=10,40,10.2,40.2".formatted(COLLECTION)))
                .containsExactly("item-0");
    }

    @Test
    void searchByPostIsTheSame() {
        JsonNode found = service.post(
                        "/catalog/search",
                        "{\"collections\": [\"%s\"], \"query\": {\"eo:cloud_cover\": {\"lt\": 20}}, \"limit\": 1}"
                                .formatted(COLLECTION))
                .json();
        assertThat(found.at("/features/0/id").asText()).isEqualTo("item-0");
        JsonNode next = found.path("links").path(2);
        assertThat(next.path("rel").asText()).isEqualTo("next");
        assertThat(next.path("method").asText()).isEqualTo("POST");
        assertThat(next.path("body").path("after").asInt()).isEqualTo(1);
    }

    @Test
    void pagesShowEachItemOnce() {
        var seen = new ArrayList<String>();
        String next = "/catalog/search?limit=2";
        while (!next.isEmpty()) {
            JsonNode page = service.get(next).json();
            page.path("features").forEach(feature -> seen.add(feature.path("id").asText()));
            String address = link(page, "next");
            next = address.isEmpty() ? "" : address.substring(service.address().length());
        }
        assertThat(seen).containsExactly("item-0", "item-1", "item-2", "item-3", "item-4");
    }
}
