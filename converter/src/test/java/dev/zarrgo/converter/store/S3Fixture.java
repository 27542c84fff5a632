package dev.zarrgo.converter.store;

import dev.zarrgo.testkit.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Settings and places in the S3 service of the tests.
final class S3Fixture {

    static final RetryPolicy QUICK = new RetryPolicy(3, Duration.ofMillis(2), Duration.ofMillis(10));

    private S3Fixture() {}

    static StoreSettings settings() {
        return settings(S3Server.installed().endpoint());
    }

    /// The settings for the service when it is reached through another endpoint.
    static StoreSettings settings(URI endpoint) {
        S3Server server = S3Server.installed();
        return StoreSettings.DEFAULT.with(QUICK).withService(s3 -> s3.withEndpoint(endpoint.toString())
                .withRegion("us-east-1")
                .with(new Access.Keys(server.key(), server.secret(), Optional.empty())));
    }

    /// A prefix of the bucket that nobody else uses.
    static Location place() {
        return Location.parse(
                "s3://%s/store-tests/%s/x.zarr".formatted(S3Server.installed().bucket(), UUID.randomUUID()));
    }

    static S3Store store(StoreSettings settings) {
        return new S3Store(place(), settings);
    }
}
