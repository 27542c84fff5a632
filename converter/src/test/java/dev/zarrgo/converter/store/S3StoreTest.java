package dev.zarrgo.converter.store;

import java.nio.file.Path;
import java.util.UUID;

/// Draft.
class S3StoreTest extends WritableStoreContract {
    @Override
    WritableStore empty(Path folder) {
        return Stores.writable(Location.parse("s3://zarrgo/contract/" + UUID.randomUUID() + "/x.zarr"));
    }
}
