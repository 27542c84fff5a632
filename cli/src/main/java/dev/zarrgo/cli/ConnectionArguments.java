package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.StoreSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How remote stores are reached. What is not given is taken from the environment, as the AWS tools do.
final class ConnectionArguments {

    @Option(names = "--anonymous", description = "Read the source without credentials, from a public bucket.")
    private boolean anonymous;

    @Option(names = "--source-endpoint", paramLabel = "URL", description = "S3 endpoint of the source.")
    private @Nullable String sourceEndpoint;

    @Option(names = "--target-endpoint", paramLabel = "URL", description = "S3 endpoint of the target.")
    private @Nullable String targetEndpoint;

    @Option(names = "--source-profile", paramLabel = "NAME", description = "AWS profile for the source.")
    private @Nullable String sourceProfile;

    @Option(names = "--target-profile", paramLabel = "NAME", description = "AWS profile for the target.")
    private @Nullable String targetProfile;

    @Option(
            names = "--max-retries",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often a request that failed in transport is tried again. Default: ${DEFAULT-VALUE}.")
    private int maxRetries = 3;

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "The job that this run is an attempt of; it takes over the target's lock from an earlier"
                    + " attempt of the same job.")
    private @Nullable String job;

    ConversionRequest.Connections connections() {
        return new ConversionRequest.Connections(
                Optional.of(settings(sourceEndpoint, sourceProfile, anonymous)),
                Optional.of(settings(targetEndpoint, targetProfile, false)),
                Optional.ofNullable(job));
    }

    private StoreSettings settings(@Nullable String endpoint, @Nullable String profile, boolean unsigned) {
        return StoreSettings.of(System.getenv())
                .withService(service -> {
                    var changed = service;
                    if (endpoint != null) {
                        changed = changed.withEndpoint(endpoint);
                    }
                    if (profile != null) {
                        changed = changed.with(new Access.Profile(profile));
                    }
                    return unsigned ? changed.with(new Access.Anonymous()) : changed;
                })
                .with(StoreSettings.DEFAULT.retries().withMaxRetries(maxRetries));
    }
}
