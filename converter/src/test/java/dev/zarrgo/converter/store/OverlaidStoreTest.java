package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Objects in the store and above it are one.
class OverlaidStoreTest extends StoreContract {

    @Override
    Store filled(Map<String, byte[]> objects, Path folder) {
        var below = new HashMap<String, byte[]>();
        var above = new HashMap<String, byte[]>();
        objects.forEach((key, content) -> (key.length() % 2 == 0 ? below : above).put(key, content));
        return new OverlaidStore(MemoryStore.of(below), above);
    }

    @Test
    void whatLiesAboveHidesWhatLiesBelow() {
        var below = MemoryStore.of(Map.of("a/x", bytes("below"), "b", bytes("below")));
        try (var store = new OverlaidStore(below, Map.of("a/x", bytes("above"), "c/d", bytes("above")))) {
            assertThat(text(store, "a/x")).contains("above");
            assertThat(text(store, "b")).contains("below");
            assertThat(text(store, "c/d")).contains("above");
            assertThat(store.list("")).contains(List.of("a", "b", "c"));
            assertThat(store.location()).isEqualTo(below.location());
        }
    }
}
