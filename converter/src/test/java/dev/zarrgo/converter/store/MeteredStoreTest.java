package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Counting changes nothing, and counts everything.
class MeteredStoreTest extends WritableStoreContract {

    @Override
    WritableStore empty(Path folder) {
        return new MeteredStore(new MemoryStore(), new Traffic());
    }

    @Test
    void whatPassesIsCounted() {
        var traffic = new Traffic();
        try (var store = new MeteredStore(new MemoryStore(), traffic)) {
            store.put("a", ByteBuffer.allocate(100));
            try (ObjectWriter writer = store.create("b")) {
                writer.append(ByteBuffer.allocate(30));
                writer.append(ByteBuffer.allocate(7));
                assertThat(traffic.objectsWritten()).as("not committed yet").isEqualTo(1);
                writer.commit();
            }
            assertThat(traffic.objectsWritten()).isEqualTo(2);
            assertThat(traffic.bytesWritten()).isEqualTo(137);
            store.read("a", 100);
            try (ObjectReader reader = store.open("b").orElseThrow()) {
                reader.read(3, ByteBuffer.allocate(5));
            }
            assertThat(store.open("c")).isEmpty();
            assertThat(traffic.objectsRead()).isEqualTo(2);
            assertThat(traffic.bytesRead()).isEqualTo(105);
            assertThat(traffic.readNanos()).isPositive();
            assertThat(traffic.writeNanos()).isPositive();
        }
    }

    @Test
    void storeThatIsOnlyReadCannotBeWrittenThroughIt() {
        try (var store = new MeteredStore(
                new DocumentStore(Location.of(Path.of("there.zarr")), new TreeMap<>()), new Traffic())) {
            assertThatThrownBy(() -> store.put("a", ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.create("a")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.delete("a")).isInstanceOf(IllegalStateException.class);
        }
    }
}
