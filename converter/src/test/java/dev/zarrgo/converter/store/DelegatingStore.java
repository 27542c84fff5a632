package dev.zarrgo.converter.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A store that lets a test act whenever an object is opened.
class DelegatingStore implements Store {

    private final Store store;
    private final Consumer<String> onOpen;

    DelegatingStore(Store store, Consumer<String> onOpen) {
        this.store = store;
        this.onOpen = onOpen;
    }

    @Override
    public Location location() {
        return store.location();
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        onOpen.accept(key);
        return store.open(key);
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void close() {
        store.close();
    }
}
