package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The store of the other tests keeps the contract too, and is stricter.
class MemoryStoreTest extends WritableStoreContract {

    @Override
    WritableStore empty(Path folder) {
        return new MemoryStore();
    }

    @Test
    void whatIsUsedAfterItsEndIsRefused() {
        var store = new MemoryStore();
        store.put("a", ByteBuffer.wrap(bytes("text")));
        ObjectReader reader = store.open("a").orElseThrow();
        assertThat(store.openHandles()).isEqualTo(1);
        reader.close();
        assertThat(store.openHandles()).isZero();
        assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.create("a/b")).isInstanceOf(IllegalStateException.class);
    }
}
