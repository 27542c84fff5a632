package dev.zarrgo.webhook.security;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Who is known, and what needs no one to be known.
///
/// Source: rules P8, A24.
///
/// @param tokens handed out by the operator
/// @param provider that signs tokens
/// @param anonymousSamples whether `POST /samples` needs no token
/// @param requestsPerSecond of one client in the long run
/// @param burst requests of one client at once
public record SecuritySettings(
        List<StaticToken> tokens,
        Optional<Provider> provider,
        boolean anonymousSamples,
        int requestsPerSecond,
        int burst) {

    /// An identity provider of OpenID Connect.
    ///
    /// @param issuer as in the claim `iss`
    /// @param audience as in the claim `aud`
    /// @param keys address of its JWKS document
    /// @param roleClaim claim that holds roles
    public record Provider(String issuer, String audience, String keys, String roleClaim) {

        /// @throws RefusedException if a part is missing
        public Provider {
            if (issuer.isEmpty() || audience.isEmpty() || keys.isEmpty()) {
                throw new RefusedException(
                        FailureCode.BAD_SETTINGS,
                        "security.oidc needs issuer, audience and jwks-url together",
                        "set all of them, or none");
            }
        }
    }

    public SecuritySettings {
        tokens = List.copyOf(tokens);
        if (requestsPerSecond < 1 || burst < 1) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS, "a client needs at least one request", "see webhook.requests-per-second");
        }
    }

    /// @param entries each `NAME:ROLE:TOKEN`
    public static List<StaticToken> tokens(List<String> entries) {
        return entries.stream().map(StaticToken::parse).toList();
    }

    /// Whether anybody has to say who they are.
    public boolean isRequired() {
        return !tokens.isEmpty() || provider.isPresent();
    }

    /// Checks that nobody but this machine can come in unknown (rule P8).
    ///
    /// @throws RefusedException if anybody could
    public void check(String host) {
        if (!isRequired() && !anonymousSamples && !isLoopback(host)) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS,
                    "webhook.host is %s, where others can reach the service, and nobody would have to say who they are"
                            .formatted(host),
                    "set security.tokens or security.oidc.*, or listen on 127.0.0.1");
        }
    }

    /// Whether everything is open: to this machine alone.
    public boolean isOpen() {
        return !isRequired() && !anonymousSamples;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS, "webhook.host is %s, which is no address".formatted(host), null, unknown);
        }
    }
}
