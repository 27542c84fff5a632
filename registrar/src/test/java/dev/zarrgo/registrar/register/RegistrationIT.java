package dev.zarrgo.registrar.register;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.catalog.ItemQuery;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One registration by each target, with a store on S3 and a tile server before it: read back, found, and
/// every link followed.
@EnabledIfSet({
    "ZARRGO_STAC_API_URL",
    "ZARRGO_PG_JDBC_URL",
    "ZARRGO_PG_USER",
    "ZARRGO_PG_PASSWORD",
    "ZARRGO_TITILER_URL",
    "ZARRGO_TITILER_STORE_URL",
    "ZARRGO_S3_ENDPOINT",
    "ZARRGO_S3_PUBLIC_BUCKET",
    "AWS_ACCESS_KEY_ID"
})
class RegistrationIT {

    private static final String PREFIX = "geozarr";
    private static final int TILE_ZOOM = 12;

    private static final StoreSettings BUCKETS = StoreSettings.of(System.getenv());

    private final HttpService http = Registrations.http();

    @ParameterizedTest
    @CsvSource({
        "API, S2L2A, sentinel-2-l2a",
        "API, S2L1C, sentinel-2-l1c",
        "DATABASE, S2L2A, sentinel-2-l2a",
        "FILES, S2L2A, sentinel-2-l2a",
        "BUCKET, S2L2A, sentinel-2-l2a"
    })
    @DisplayName("read back, found by place, time and CQL2, and every link leads somewhere")
    void registersAndIsFound(String target, String kind, String template, @TempDir Path work) throws IOException {
        String collection = template + "-" + UUID.randomUUID().toString().substring(0, 8);
        Path folder = SampleStores.of(kind, 3, Encoding.PACKED);
        String bucket = variable("ZARRGO_S3_PUBLIC_BUCKET");
        Location location = Location.parse("s3://%s/%s/%s/PRODUCT.zarr".formatted(bucket, PREFIX, collection));
        SampleStores.copy(folder, location, BUCKETS);
        SampleStores.copy( // where the tile server looks
                folder,
                Location.parse("%s/%s/PRODUCT.zarr".formatted(variable("ZARRGO_TITILER_STORE_URL"), collection)),
                BUCKETS);
        var request = Registrations.request(
                "https://source.example/PRODUCT.zarr",
                location,
                collection,
                Optional.of(variable("ZARRGO_S3_ENDPOINT")),
                Optional.of(variable("ZARRGO_TITILER_URL")));
        try (Catalog catalog = open(target, work, collection)) {
            RegistrationReport report = Registrations.run(request, catalog, Instant.now(), StoreAccess.with(BUCKETS));
            Item found = found(catalog, collection, !target.equals("FILES") && !target.equals("BUCKET"));
            StacOracle.assertValid(found.document());
            StacOracle.assertValid(catalog.requireCollection(collection).document());
            assertThat(found.id()).isEqualTo(report.item().id());
            if (target.equals("DATABASE")) { // the API before it says the same
                try (Catalog api = open("API", work, collection)) {
                    found = api.item(collection, "PRODUCT").orElseThrow().item();
                    StacOracle.assertValid(found.document());
                }
            }
            followLinks(found);
            followAssets(found);
            if (target.equals("BUCKET")) {
                followFiles(catalog, collection);
            }
        }
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name)).orElseThrow();
    }

    private static Catalog open(String target, Path work, String collection) {
        var catalogs = new Catalogs(
                Map.of("PGUSER", variable("ZARRGO_PG_USER"), "PGPASSWORD", variable("ZARRGO_PG_PASSWORD")),
                BUCKETS,
                true,
                _ -> {});
        return catalogs.open(
                switch (target) {
                    case "API" -> variable("ZARRGO_STAC_API_URL");
                    case "DATABASE" -> variable("ZARRGO_PG_JDBC_URL");
                    case "BUCKET" -> "s3://%s/catalogs/%s".formatted(variable("ZARRGO_S3_PUBLIC_BUCKET"), collection);
                    default -> work.resolve("catalog").toString();
                });
    }

    private static Item found(Catalog catalog, String collection, boolean cql2) {
        ItemQuery all = ItemQuery.of(collection);
        Item item = catalog.item(collection, "PRODUCT").orElseThrow().item();
        BoundingBox box = item.bbox().orElseThrow();
        Interval times = item.interval().orElseThrow();
        var inside = new BoundingBox(box.xmin(), box.ymin(), (box.xmin() + box.xmax()) / 2, box.ymax());
        var elsewhere = new BoundingBox(-70, -50, -69, -49);
        Duration year = Duration.ofDays(365);
        assertThat(catalog.search(all.in(inside).during(times))).hasSize(1);
        assertThat(catalog.search(all.in(elsewhere))).isEmpty();
        assertThat(catalog.search(all.during(
                        new Interval(times.start().minus(year), times.end().minus(year)))))
                .isEmpty();
        if (cql2) {
            assertThat(catalog.search(all.where(filter("=", "platform", item.property("platform")))))
                    .hasSize(1);
            assertThat(catalog.search(all.where(filter("<>", "platform", item.property("platform")))))
                    .isEmpty();
        }
        return item;
    }

    private static ObjectNode filter(String operation, String property, JsonNode value) {
        ObjectNode filter = Json.object().put("op", operation);
        filter.putArray("args").add(Json.object().put("property", property)).add(value);
        return filter;
    }

    // --- links

    private void followLinks(Item item) throws IOException {
        List<String> rels = item.links().findValuesAsText("rel");
        assertThat(rels).contains("collection", "store", "viewer", "xyz", "tilejson");
        for (JsonNode link : item.links()) {
            String href = link.path("href").asText();
            switch (link.path("rel").asText()) {
                case "store" -> assertOk(href + "/zarr.json");
                case "xyz" -> assertPicture(tile(href, item));
                case "derived_from", "license", "cite-as" -> {
                    // Elsewhere on the Internet.
                }
                default -> {
                    if (href.startsWith("http")) {
                        assertOk(href);
                    }
                }
            }
        }
    }

    /// Every file of a catalogue in a bucket, from its root, through the links that are relative.
    private void followFiles(Catalog catalog, String collection) {
        String root = "%s/%s/catalog.json"
                .formatted(variable("ZARRGO_S3_ENDPOINT"), catalog.name().replaceFirst("^s3://", ""));
        var seen = new TreeSet<String>();
        var waiting = new ArrayDeque<String>(List.of(root));
        while (!waiting.isEmpty()) {
            String address = waiting.remove();
            for (String href : assertOk(address).json().path("links").findValuesAsText("href")) {
                boolean relative = !href.matches("[a-z0-9]+:.*");
                String next = relative ? URI.create(address).resolve(href).toString() : "";
                if (next.endsWith(".json") && seen.add(next)) {
                    waiting.add(next);
                }
            }
        }
        assertThat(seen)
                .anyMatch(address -> address.endsWith(collection + "/collection.json"))
                .anyMatch(address -> address.endsWith("/PRODUCT/PRODUCT.json"));
    }

    private void followAssets(Item item) throws IOException {
        for (JsonNode asset : item.assets()) {
            String href = asset.path("href").asText();
            if (asset.path("type").asText().startsWith("application/vnd.zarr")) {
                assertOk(href + "/zarr.json");
            } else {
                assertPicture(href);
            }
        }
    }

    private Reply assertOk(String address) {
        Reply reply = http.send(HttpRequest.newBuilder(URI.create(address)).GET());
        assertThat(reply.status()).as(reply.described() + " " + reply.quoted()).isEqualTo(200);
        return reply;
    }

    private void assertPicture(String address) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(assertOk(address).body()));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(Arrays.stream(pixels).distinct().count()).as(address).isGreaterThan(50);
    }

    /// The tile in the middle of an item.
    private static String tile(String template, Item item) {
        BoundingBox box = item.bbox().orElseThrow();
        double longitude = (box.xmin() + box.xmax()) / 2;
        double latitude = Math.toRadians((box.ymin() + box.ymax()) / 2);
        int n = 1 << TILE_ZOOM;
        int x = (int) ((longitude + 180) / 360 * n);
        int y = (int) ((1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI) / 2 * n);
        return template.replace("{z}", String.valueOf(TILE_ZOOM))
                .replace("{x}", String.valueOf(x))
                .replace("{y}", String.valueOf(y));
    }
}
