package dev.zarrgo.registrar.source;

import dev.zarrgo.registrar.stac.Item;

/// What a registration starts from.
public sealed interface Source {

    /// Where it is, as it was given.
    String address();

    /// A STAC item, as STAC 1.1.
    record OfItem(Item item, String address) implements Source {}

    /// A product without an item.
    record OfProduct(String address) implements Source {}
}
