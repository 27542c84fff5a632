package dev.zarrgo.registrar.http;

import java.util.Optional;

/// What a request carries to show who asks.
public interface Tokens {

    /// Nobody in particular.
    Tokens NONE = new Tokens() {
        @Override
        public Optional<String> current() {
            return Optional.empty();
        }

        @Override
        public boolean renew(String refused) {
            return false;
        }
    };

    /// The token to send, if any.
    Optional<String> current();

    /// Forgets a token that was refused.
    ///
    /// @return whether another one may be had
    boolean renew(String refused);

    /// A token that does not change.
    static Tokens fixed(String token) {
        return new Tokens() {
            @Override
            public Optional<String> current() {
                return Optional.of(token);
            }

            @Override
            public boolean renew(String refused) {
                return false;
            }
        };
    }
}
