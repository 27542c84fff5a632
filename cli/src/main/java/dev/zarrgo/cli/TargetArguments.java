package dev.zarrgo.cli;

import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.StoreSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a target in a bucket is reached. What is not given is taken from the environment, as the AWS tools
/// do.
final class TargetArguments {

    @Option(names = "--target-endpoint", paramLabel = "URL", description = "S3 endpoint of the target.")
    private @Nullable String endpoint;

    @Option(names = "--target-profile", paramLabel = "NAME", description = "AWS profile for the target.")
    private @Nullable String profile;

    @Option(
            names = "--max-retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often a request that failed in transport is tried again. Default: ${DEFAULT-VALUE}.")
    private int maxRetries = 3;

    int maxRetries() {
        return maxRetries;
    }

    StoreSettings settings() {
        return settings(endpoint, profile, maxRetries);
    }

    static StoreSettings settings(@Nullable String endpoint, @Nullable String profile, int maxRetries) {
        return StoreSettings.of(System.getenv())
                .withService(service -> endpoint == null ? service : service.withEndpoint(endpoint))
                .withService(service -> profile == null ? service : service.with(new Access.Profile(profile)))
                .with(StoreSettings.DEFAULT.retries().withMaxRetries(maxRetries));
    }
}
