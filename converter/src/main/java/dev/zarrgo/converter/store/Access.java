package dev.zarrgo.converter.store;

import java.util.Map;
import java.util.Optional;

/// Who asks an S3 service.
///
/// Source: rule I7.
public sealed interface Access {

    /// Nobody in particular: requests are not signed, public buckets only.
    record Anonymous() implements Access {}

    /// Whoever the usual places name: environment, web identity, shared files, container, machine.
    record Chain() implements Access {}

    /// A section of the shared configuration files.
    record Profile(String name) implements Access {}

    /// Keys at hand.
    ///
    /// @param session the token that goes with temporary keys
    record Keys(String id, String secret, Optional<String> session) implements Access {

        /// The beginning of the id, enough to tell keys apart; never the secret.
        @Override
        public String toString() {
            return "key " + id.substring(0, Math.min(4, id.length() / 2)) + "…";
        }
    }

    /// The keys in the environment, else the chain, which would look there first.
    static Access of(Map<String, String> environment) {
        String id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
        String secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
        String session = environment.getOrDefault("AWS_SESSION_TOKEN", "").strip();
        if (id.isEmpty() || secret.isEmpty()) {
            return new Chain();
        }
        return new Keys(id, secret, Optional.of(session).filter(token -> !token.isEmpty()));
    }
}
