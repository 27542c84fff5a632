package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.EnabledIfSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Storage classes as a service that has some lists them.
@EnabledIfSet({"ZARRGO_S3_TIERS_ENDPOINT", "ZARRGO_S3_BUCKET"})
class StorageClassesTest {

    private static final String ENDPOINT = String.valueOf(System.getenv("ZARRGO_S3_TIERS_ENDPOINT"));

    private final Location place = Location.parse("s3://%s/tiers/%s"
            .formatted(
                    System.getenv("ZARRGO_S3_BUCKET"),
                    UUID.randomUUID().toString().substring(0, 8)));

    @Test
    @DisplayName("P48: the class of each object, STANDARD where none is said")
    void listsTheClassOfEachObject() throws Exception {
        put("a", Optional.empty());
        put("b/c", Optional.of("STANDARD_IA"));
        StoreSettings settings = StoreSettings.DEFAULT.withService(service -> service.withEndpoint(ENDPOINT)
                .withRegion("us-east-1")
                .with(new Access.Keys("zarrgo", "zarrgo-secret", Optional.empty())));
        try (Store store = Stores.open(place, settings)) {
            assertThat(store.storageClasses("")).contains(new TreeMap<>(Map.of("a", "STANDARD", "b/c", "STANDARD_IA")));
        }
    }

    /// The service does not check signatures.
    private void put(String key, Optional<String> storageClass) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("%s/%s/%s/%s".formatted(ENDPOINT, place.bucket(), place.key(), key)))
                .PUT(HttpRequest.BodyPublishers.ofString("x"));
        storageClass.ifPresent(name -> request.header("x-amz-storage-class", name));
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
