package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// An S3 service, and who asks it for what.
///
/// Source: rules I4, I7, R87.
///
/// @param endpoint empty for that of the region
/// @param region empty for that of the profile, else [#DEFAULT_REGION]
/// @param access who asks
/// @param addressing where the bucket's name goes
/// @param encryption of what is written
public record S3Service(
        Optional<URI> endpoint, Optional<String> region, Access access, Addressing addressing, Encryption encryption) {

    static final String DEFAULT_REGION = "us-east-1";

    /// Where the bucket's name goes.
    public enum Addressing {
        /// Into the path for an endpoint of one's own and for names that are no host names, else into the
        /// host.
        AUTOMATIC,
        PATH,
        HOST
    }

    /// The server's encryption of what is written.
    ///
    /// @param algorithm `AES256` or `aws:kms`; empty for what the bucket says
    /// @param keyId of the KMS key; empty for the account's own
    public record Encryption(Optional<String> algorithm, Optional<String> keyId) {

        static final String KMS = "aws:kms";

        public static final Encryption OF_THE_BUCKET = new Encryption(Optional.empty(), Optional.empty());

        public Encryption {
            algorithm
                    .filter(name -> !name.equals("AES256") && !name.equals(KMS))
                    .ifPresent(name -> {
                        throw new IllegalArgumentException("encryption is AES256 or aws:kms, not " + name);
                    });
            if (keyId.isPresent() && !algorithm.equals(Optional.of(KMS))) {
                throw new IllegalArgumentException("only aws:kms takes a key");
            }
        }
    }

    /// No endpoint named, credentials from the usual places.
    public static final S3Service DEFAULT = new S3Service(
            Optional.empty(), Optional.empty(), new Access.Chain(), Addressing.AUTOMATIC, Encryption.OF_THE_BUCKET);

    /// What the variables of the AWS tools say.
    ///
    /// @throws InvalidRequestException if the endpoint is no URL
    public static S3Service of(Map<String, String> environment) {
        S3Service service = DEFAULT.with(Access.of(environment));
        Optional<String> endpoint = first(environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        if (endpoint.isPresent()) {
            service = service.withEndpoint(endpoint.get());
        }
        Optional<String> region = first(environment, "AWS_REGION", "AWS_DEFAULT_REGION");
        return region.isPresent() ? service.withRegion(region.get()) : service;
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /// @throws InvalidRequestException if this is no URL of http or https
    public S3Service withEndpoint(String text) {
        URI uri = Urls.endpoint(text)
                .orElseThrow(() -> new InvalidRequestException(
                        FailureCode.USAGE,
                        "endpoint '%s' is no URL".formatted(text),
                        "give something like https://s3.example.org"));
        return new S3Service(Optional.of(uri), region, access, addressing, encryption);
    }

    public S3Service withRegion(String name) {
        return new S3Service(endpoint, Optional.of(name), access, addressing, encryption);
    }

    public S3Service with(Access who) {
        return new S3Service(endpoint, region, who, addressing, encryption);
    }

    public S3Service with(Addressing style) {
        return new S3Service(endpoint, region, access, style, encryption);
    }

    public S3Service with(Encryption asked) {
        return new S3Service(endpoint, region, access, addressing, asked);
    }

    /// As a person may read it in an error: without secrets (rule R86).
    @Override
    public String toString() {
        String who =
                switch (access) {
                    case Access.Anonymous _ -> "anonymous";
                    case Access.Chain _ -> "credentials from the usual places";
                    case Access.Profile profile -> "profile " + profile.name();
                    case Access.Keys keys -> keys.toString();
                };
        return "endpoint %s, region %s, %s"
                .formatted(endpoint.map(URI::toString).orElse("of AWS"), region.orElse(DEFAULT_REGION), who);
    }
}
