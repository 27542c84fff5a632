package dev.zarrgo.webhook.view;

import java.util.Optional;

/// The stores of this service, for readers.
@FunctionalInterface
interface ServedStores {

    /// @return empty if there is no such object
    Optional<ServedObject> open(StorePath path);
}
