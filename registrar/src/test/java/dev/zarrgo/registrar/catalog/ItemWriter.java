package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;

/// A program that adds items to a catalogue of files, one after the other.
///
/// Arguments: folder or bucket, collection, number of the first item, and of the first that is not added.
final class ItemWriter {

    private ItemWriter() {}

    public static void main(String[] arguments) {
        try (var catalog = new StaticCatalog(Stores.writable(Location.parse(arguments[0])))) {
            for (int i = Integer.parseInt(arguments[2]); i < Integer.parseInt(arguments[3]); i++) {
                catalog.put(PgStacIT.item(arguments[1], i));
            }
        }
        System.exit(0);
    }
}
