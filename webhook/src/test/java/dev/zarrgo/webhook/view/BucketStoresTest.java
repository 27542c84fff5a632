package dev.zarrgo.webhook.view;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.ObjectParts;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.S3Server;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// Stores in a private bucket: the service has the credentials, its readers have none.
@EnabledIfS3
final class BucketStoresTest extends StoreReplyContract {

    private final StoreSettings settings = settings();
    private final Location place = Location.parse(
            "s3://%s/view-tests/%s".formatted(S3Server.installed().bucket(), UUID.randomUUID()));
    private final ServedStores stores = new BucketStores(ObjectParts.of(place, settings));

    private static StoreSettings settings() {
        S3Server server = S3Server.installed();
        return StoreSettings.of(Map.of(
                "AWS_ENDPOINT_URL",
                server.endpoint().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                server.key(),
                "AWS_SECRET_ACCESS_KEY",
                server.secret()));
    }

    @Override
    ServedStores stores() {
        return stores;
    }

    @Override
    void write(String key, String content) {
        try (WritableStore bucket = Stores.writable(place, settings)) {
            bucket.put(key, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
