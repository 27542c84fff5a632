package dev.zarrgo.converter.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Objects that are not written yet are read like others.
class DocumentStoreTest extends StoreContract {

    @Override
    Store filled(Map<String, byte[]> objects, Path folder) {
        return new DocumentStore(Location.of(folder), new TreeMap<>(objects));
    }
}
