package dev.zarrgo.registrar.register;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.catalog.StaticCatalog;
import dev.zarrgo.registrar.item.S3Platform;
import dev.zarrgo.registrar.retention.ItemRemoval;
import dev.zarrgo.registrar.retention.StatedStorage;
import dev.zarrgo.registrar.retention.StoreStatistics;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A store in a bucket of a service with storage classes, and its catalogue in the same bucket.
@EnabledIfSet({"ZARRGO_S3_TIERS_ENDPOINT", "ZARRGO_S3_BUCKET"})
class BucketIT {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final String ENDPOINT = String.valueOf(System.getenv("ZARRGO_S3_TIERS_ENDPOINT"));
    private static final StoreSettings SETTINGS =
            StoreSettings.DEFAULT.withService(service -> service.withEndpoint(ENDPOINT)
                    .withRegion("us-east-1")
                    .with(new Access.Keys("zarrgo", "zarrgo-secret", Optional.empty())));

    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=zarrgo/20260301/us-east-1/s3/aws4_request,"
            + " SignedHeaders=host, Signature=none";

    private final Location root = Location.parse("s3://%s/tiers/%s"
            .formatted(
                    System.getenv("ZARRGO_S3_BUCKET"),
                    UUID.randomUUID().toString().substring(0, 8)));
    private final Location place = below("stores/%s/PRODUCT.zarr".formatted(COLLECTION));
    private final StaticCatalog catalog = new StaticCatalog(Stores.writable(below("catalog"), SETTINGS));

    private Location below(String path) {
        return new Location(root.scheme(), root.bucket(), root.key() + "/" + path);
    }

    @BeforeEach
    void upload() {
        SampleStores.copy(SampleStores.of("S2L2A", 3, Encoding.PACKED), place, SETTINGS);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Item register() {
        var plain = Registrations.request(
                "https://source.example/PRODUCT.zarr", place, COLLECTION, Optional.empty(), Optional.empty());
        var request = new RegistrationRequest(
                plain.source(),
                plain.store(),
                plain.collection(),
                plain.mode(),
                plain.missingCollection(),
                plain.gateway(),
                plain.tileServer(),
                plain.explorer(),
                Optional.of(S3Platform.of(SETTINGS.service())),
                plain.render(),
                plain.lifetime());
        Item item = Registrations.run(request, catalog, Registrations.NOON, StoreAccess.with(SETTINGS))
                .item();
        StacOracle.assertValid(item.document());
        return item;
    }

    private static JsonNode s3(Item item, String asset) {
        return item.assets().path(asset).path("alternate").path("s3");
    }

    @Test
    @DisplayName("P47, P48: the class of every asset is that of its objects, and one scheme stands for each")
    void saysTheStorageClassOfEveryAsset() throws Exception {
        Item first = register();
        List<String> reflectance = keys("measurements/reflectance");
        assertThat(first.property("storage:schemes")
                        .path("standard")
                        .path("storage_class")
                        .asText())
                .isEqualTo("STANDARD");
        assertThat(first.property("storage:schemes")).hasSize(1);
        assertThat(s3(first, "reflectance").path("storage:refs").path(0).asText())
                .isEqualTo("standard");
        assertThat(s3(first, "reflectance")
                        .path("objects_per_storage_class")
                        .path("STANDARD")
                        .asInt())
                .isEqualTo(reflectance.size());
        assertThat(s3(first, "reflectance").path("href").asText()).isEqualTo(place + "/measurements/reflectance");

        moveToInfrequentAccess(reflectance.subList(0, 1));
        Item mixed = register();
        assertThat(mixed.property("storage:schemes")
                        .path("mixed")
                        .path("storage_class")
                        .asText())
                .isEqualTo("MIXED");
        assertThat(mixed.property("storage:schemes").has("standard"))
                .as("the other assets")
                .isTrue();
        assertThat(s3(mixed, "reflectance")
                        .path("objects_per_storage_class")
                        .path("STANDARD_IA")
                        .asInt())
                .isEqualTo(1);

        moveToInfrequentAccess(keys(""));
        Item cold = register();
        assertThat(cold.property("storage:schemes")
                        .path("glacier")
                        .path("storage_class")
                        .asText())
                .isEqualTo("STANDARD_IA");
        assertThat(cold.property("storage:schemes")).hasSize(1);
        assertThat(StatedStorage.of(cold).classes().values()).containsOnly(Optional.of("STANDARD_IA"));
        try (Store store = Stores.open(place, SETTINGS)) {
            StoreStatistics there = StoreStatistics.of(cold, store);
            assertThat(there.classes()).isEqualTo(Map.of("STANDARD_IA", keys("").size()));
            assertThat(there.assets().get("reflectance")).isNotNull().satisfies(share -> assertThat(share.objects())
                    .isEqualTo(reflectance.size()));
        }
    }

    @Test
    @DisplayName("P69: removed with its data: store, picture and item")
    void removesTheStore() {
        register();
        var removal = new ItemRemoval(catalog, location -> Stores.writable(location, SETTINGS));
        ItemRemoval.Plan plan = removal.planWithData(COLLECTION, "PRODUCT");
        assertThat(plan.objects()).hasSameSizeAs(keys(""));
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isPresent();
        removal.run(plan);
        try (Store left = Stores.open(below("stores"), SETTINGS)) {
            assertThat(left.sizes("").orElseThrow()).isEmpty();
        }
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isEmpty();
        assertThat(catalog.requireCollection(COLLECTION)
                        .document()
                        .path("links")
                        .findValuesAsText("rel"))
                .doesNotContain("item");
    }

    private List<String> keys(String folder) {
        try (Store store = Stores.open(place, SETTINGS)) {
            return List.copyOf(store.sizes(folder).orElseThrow().keySet());
        }
    }

    /// Writes objects again, with another class; the service does not check signatures.
    private void moveToInfrequentAccess(List<String> keys) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient();
                Store store = Stores.open(place, SETTINGS)) {
            for (String key : keys) {
                byte[] content = store.read(key, Integer.MAX_VALUE).orElseThrow();
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create("%s/%s/%s/%s".formatted(ENDPOINT, place.bucket(), place.key(), key)))
                        .header("Authorization", SIGNED)
                        .header("x-amz-storage-class", "STANDARD_IA")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
