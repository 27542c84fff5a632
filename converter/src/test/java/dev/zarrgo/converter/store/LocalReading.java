package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Reads and writes a local store in a process of its own.
final class LocalReading {

    private LocalReading() {}

    static void main(String[] arguments) {
        Location location = Location.of(Path.of(arguments[0]));
        try (WritableStore store = Stores.writable(location)) {
            store.put("x", ByteBuffer.wrap(StoreContract.bytes("text")));
        }
        try (Store store = Stores.open(location)) {
            System.out.println(StoreContract.text(store, "x"));
        }
    }
}
