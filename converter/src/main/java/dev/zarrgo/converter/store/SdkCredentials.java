package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/// Keys from the places that the AWS tools know: environment, web identity, shared files, container,
/// machine. The provider renews temporary keys before they expire.
final class SdkCredentials implements Credentials {

    private final Optional<String> profile;
    private @Nullable AwsCredentialsProvider provider;

    /// @param profile empty for the usual order of places
    SdkCredentials(Optional<String> profile) {
        this.profile = profile;
    }

    @Override
    public synchronized Optional<Access.Keys> keys() {
        AwsCredentialsProvider places = provider;
        try {
            if (places == null) {
                places = profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
                provider = places;
            }
            AwsCredentials found = places.resolveCredentials();
            Optional<String> session = found instanceof AwsSessionCredentials temporary
                    ? Optional.of(temporary.sessionToken())
                    : Optional.empty();
            return Optional.of(new Access.Keys(found.accessKeyId(), found.secretAccessKey(), session));
        } catch (SdkException | IllegalArgumentException | IllegalStateException failure) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS,
                    profile.map(name ->
                                    "profile '%s' gives no credentials for S3: %s".formatted(name, firstLine(failure)))
                            .orElse("there are no credentials for S3"),
                    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or AWS_PROFILE, or ask anonymously"
                            + " for what is public",
                    failure);
        }
    }

    private static String firstLine(RuntimeException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public synchronized boolean renew() {
        AwsCredentialsProvider places = provider;
        provider = null;
        if (places instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }
        return true;
    }

    @Override
    public Optional<String> setting(String name) {
        String section = profile.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        try {
            return ProfileFile.defaultProfileFile().profile(section).flatMap(found -> found.property(name));
        } catch (SdkException | IllegalArgumentException | IllegalStateException _) {
            return Optional.empty(); // and is thrown when keys are asked for
        }
    }
}
