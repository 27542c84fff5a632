package dev.zarrgo.registrar.item;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StorageMetadataTest {

    private static final Location STORE = Location.parse("s3://bucket.with-dots/a/b c/ü.zarr");

    @Test
    @DisplayName("P29, P50: gateway, bucket, and a file beside the item")
    void hrefs() {
        StoreHrefs gateway = StoreHrefs.throughGateway("https://gw.example/", STORE);
        assertThat(gateway.of("x/y")).isEqualTo("https://gw.example/bucket.with-dots/a/b%20c/%C3%BC.zarr/x/y");
        assertThat(gateway.s3Of("x")).contains("s3://bucket.with-dots/a/b c/ü.zarr/x");
        assertThat(StoreHrefs.direct(STORE).root()).isEqualTo("s3://bucket.with-dots/a/b%20c/%C3%BC.zarr");
        assertThat(StoreHrefs.relativeTo(Location.parse("/cat/c/i"), Location.parse("/stores/i.zarr")))
                .isEqualTo(new StoreHrefs("../../../stores/i.zarr", Optional.empty()));
        assertThat(StoreHrefs.relativeTo(Location.parse("/cat/c/i"), STORE)).isEqualTo(StoreHrefs.direct(STORE));
    }

    private static ObjectNode described(StorageClasses classes) {
        ObjectNode item = Json.object();
        ObjectNode asset = item.putObject("assets").putObject("a").put("href", "x");
        var storage = new StorageMetadata(
                item,
                StoreHrefs.direct(STORE),
                Optional.of(S3Platform.at("https://s3.de.io.cloud.ovh.net", "elsewhere")),
                classes);
        storage.describe(asset, "m");
        storage.finish();
        return item;
    }

    @Test
    @DisplayName("P47: one scheme per class that is referred to")
    void schemes() {
        ObjectNode item = described(_ -> Optional.of(Map.of("STANDARD_IA", 1042)));
        assertThat(Json.text(item.path("assets").path("a").path("alternate").path("s3")))
                .isEqualTo("{\"href\":\"s3://bucket.with-dots/a/b c/ü.zarr/m\",\"storage:refs\":[\"glacier\"],"
                        + "\"objects_per_storage_class\":{\"STANDARD_IA\":1042}}");
        assertThat(Json.text(item.path("properties").path("storage:schemes")))
                .isEqualTo("{\"glacier\":{\"type\":\"custom-s3\",\"platform\":\"https://s3.de.io.cloud.ovh.net/\","
                        + "\"bucket\":\"bucket.with-dots\",\"region\":\"de\",\"requester_pays\":false,"
                        + "\"storage_class\":\"STANDARD_IA\"}}");
    }

    @Test
    void mixedClassesAreSaidToBe() {
        ObjectNode item = described(_ -> Optional.of(Map.of("STANDARD_IA", 1, "STANDARD", 2)));
        assertThat(item.path("properties").path("storage:schemes").has("mixed")).isTrue();
    }

    @Test
    @DisplayName("P48: nothing is guessed")
    void unknownClassesAreLeftOut() {
        ObjectNode item = described(StorageClasses.UNKNOWN);
        assertThat(item.path("assets").path("a").path("alternate").path("s3").has("storage:refs"))
                .isFalse();
        assertThat(item.path("properties").has("storage:schemes")).isFalse();
        assertThat(item.path("stac_extensions").toString())
                .contains("alternate-assets")
                .doesNotContain("storage");
    }
}
