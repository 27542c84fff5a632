package dev.zarrgo.registrar.register;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;

/// How the bytes at a location are reached.
public interface StoreAccess {

    /// By [Stores].
    StoreAccess DIRECT = new StoreAccess() {
        @Override
        public Store open(Location location) {
            return Stores.open(location);
        }

        @Override
        public WritableStore writable(Location location) {
            return Stores.writable(location);
        }
    };

    Store open(Location location);

    WritableStore writable(Location location);
}
