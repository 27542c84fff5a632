package dev.zarrgo.converter.store;

import dev.zarrgo.testkit.EnabledIfS3;
import java.nio.file.Path;

/// Prefixes of a bucket in a real service, as sources and targets (rules I7, R87).
@EnabledIfS3
class S3StoreTest extends WritableStoreContract {

    @Override
    WritableStore empty(Path folder) {
        return Stores.writable(S3Fixture.place(), S3Fixture.settings());
    }
}
