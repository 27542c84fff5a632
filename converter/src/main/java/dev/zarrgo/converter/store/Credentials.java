package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.RefusedException;
import java.util.Optional;

/// Where the keys for signing come from.
interface Credentials {

    /// The keys that are valid now; empty for requests that are not signed.
    ///
    /// @throws RefusedException if there are none
    Optional<Access.Keys> keys();

    /// Gives up the keys at hand, which a server takes for expired.
    ///
    /// @return false if there are no others
    boolean renew();

    /// A setting that stands beside the keys, such as `region` and `endpoint_url`.
    Optional<String> setting(String name);

    static Credentials of(Access access) {
        return switch (access) {
            case Access.Anonymous _ -> new Fixed(Optional.empty());
            case Access.Keys keys -> new Fixed(Optional.of(keys));
            case Access.Chain _ -> new SdkCredentials(Optional.empty());
            case Access.Profile profile -> new SdkCredentials(Optional.of(profile.name()));
        };
    }

    /// Keys that do not change.
    record Fixed(Optional<Access.Keys> keys) implements Credentials {

        @Override
        public boolean renew() {
            return false;
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.empty();
        }
    }
}
