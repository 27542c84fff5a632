package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Remembering changes nothing, and remembers what is there (rule R85).
class RecordedStoreTest extends WritableStoreContract {

    @Override
    WritableStore empty(Path folder) {
        return new RecordedStore(new MemoryStore());
    }

    @Test
    void keysAndSizesOfWhatWasWrittenAreKnown() {
        try (var store = new RecordedStore(new MemoryStore())) {
            store.put("b/c", ByteBuffer.allocate(100));
            store.put("a", ByteBuffer.allocate(5));
            store.put("a", ByteBuffer.allocate(6));
            try (ObjectWriter writer = store.create("d")) {
                writer.append(ByteBuffer.allocate(30));
                writer.append(ByteBuffer.allocate(4));
                writer.commit();
            }
            try (ObjectWriter given = store.create("given up")) {
                given.append(ByteBuffer.allocate(30));
            }
            store.put("e", ByteBuffer.allocate(1));
            store.delete("e");
            assertThat(store.written()).isEqualTo(Map.of("a", zeros(6), "b/c", zeros(100), "d", zeros(34)));
            assertThat(store.written("b")).isEqualTo(Map.of("b/c", zeros(100)));
        }
    }

    /// What an object of so many zeros comes to (rule R84).
    private static StoredObject zeros(int size) {
        var checksum = new CRC32C();
        checksum.update(new byte[size]);
        return new StoredObject(size, (int) checksum.getValue());
    }
}
