package dev.zarrgo.registrar.register;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;

/// How the bytes at a location are reached.
public interface StoreAccess {

    /// By [Stores].
    ///
    /// @param settings for buckets
    static StoreAccess with(StoreSettings settings) {
        return new StoreAccess() {
            @Override
            public Store open(Location location) {
                return Stores.open(location, settings);
            }

            @Override
            public WritableStore writable(Location location) {
                return Stores.writable(location, settings);
            }
        };
    }

    Store open(Location location);

    WritableStore writable(Location location);
}
