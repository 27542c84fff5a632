package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.StoreSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How remote stores are reached. What is not given is taken from the environment, as the AWS tools do.
final class ConnectionArguments {

    @Option(names = "--anonymous", description = "Read the source without credentials, from a public bucket.")
    private boolean anonymous;

    @Option(names = "--source-endpoint", paramLabel = "URL", description = "S3 endpoint of the source.")
    private @Nullable String sourceEndpoint;

    @Option(names = "--source-profile", paramLabel = "NAME", description = "AWS profile for the source.")
    private @Nullable String sourceProfile;

    @Mixin
    private final TargetArguments target = new TargetArguments();

    @Option(
            names = "--job",
            paramLabel = "ID",
            description = "The job that this run is an attempt of; it takes over the target's lock from an earlier"
                    + " attempt of the same job.")
    private @Nullable String job;

    ConversionRequest.Connections connections() {
        StoreSettings source = TargetArguments.settings(sourceEndpoint, sourceProfile, target.maxRetries());
        return new ConversionRequest.Connections(
                Optional.of(anonymous ? source.withService(service -> service.with(new Access.Anonymous())) : source),
                Optional.of(target.settings()),
                Optional.ofNullable(job).filter(id -> !id.isBlank()));
    }
}
