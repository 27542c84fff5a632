package dev.zarrgo.registrar.source;

import dev.zarrgo.registrar.stac.Item;

/// What a registration starts from.
public sealed interface Source {

    /// Where it is, as it was given.
    String address();

    /// The id that the target item has: the item's own, or the last segment of the product's address (rule
    /// P2).
    default String itemId() {
        return switch (this) {
            case OfItem given -> ItemIds.of(given.item().id());
            case OfProduct _ -> ItemIds.of(segment());
        };
    }

    /// What the address ends with, without what follows a `?` or `#`.
    default String segment() {
        String path = address().replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// A STAC item, as STAC 1.1.
    record OfItem(Item item, String address) implements Source {}

    /// A product without an item.
    record OfProduct(String address) implements Source {}
}
