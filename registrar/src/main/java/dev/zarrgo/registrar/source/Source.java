package dev.zarrgo.registrar.source;

import dev.zarrgo.registrar.stac.Item;

/// What a registration starts from.
public sealed interface Source {

    /// Where it is, as it was given; of an item in a list, where that says it is.
    String address();

    /// The id that it would have in a catalogue, by rule P2.
    default String name() {
        return switch (this) {
            case OfItem given -> ItemIds.of(given.item().id());
            case OfProduct product -> ItemIds.of(lastSegment(product.address()));
        };
    }

    /// The last segment of an address, without its query.
    static String lastSegment(String address) {
        String path = address.replaceFirst("[?#].*$", "").replaceFirst("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// A STAC item, as STAC 1.1.
    record OfItem(Item item, String address) implements Source {}

    /// A product without an item.
    record OfProduct(String address) implements Source {}
}
