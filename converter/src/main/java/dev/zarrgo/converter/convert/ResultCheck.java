package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Store;

/// Validates what was written before it is published.
final class ResultCheck {

    private ResultCheck() {}

    static void run(Store store, byte[] root) {
        if (root.length == 0) {
            throw new IllegalStateException(store.location().toString());
        }
    }
}
