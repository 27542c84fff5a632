package dev.zarrgo.cli;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.source.ItemIds;
import dev.zarrgo.registrar.source.ProductRoot;
import dev.zarrgo.registrar.source.Source;
import dev.zarrgo.registrar.source.SourceReader;
import java.io.PrintWriter;

/// A product as a person names it: by its own location, or by the STAC item that points to it.
///
/// Source: rules I1, I2, P2.
///
/// @param location where its hierarchy begins, as text
/// @param item id of the item that it is or becomes
record ProductArgument(String location, String item) {

    /// Reads the item, if it is one.
    ///
    /// @param err is told of an item whose assets point to several products
    static ProductArgument of(String text, PrintWriter err) {
        if (!SourceReader.looksLikeItem(text)) {
            return new ProductArgument(text, ItemIds.of(Location.parse(text).name()));
        }
        // A person at the command line may name any host, http included (rule I3).
        var catalogs = new Catalogs(System.getenv(), true, err::println);
        return switch (new SourceReader(catalogs.reader(catalogs.timeout())).read(text)) {
            case Source.OfItem found -> {
                ProductRoot root = ProductRoot.of(found.item());
                if (!root.others().isEmpty()) {
                    err.println("warning: item %s points to several products; %s is read, not %s"
                            .formatted(found.item().id(), root.href(), String.join(", ", root.others())));
                }
                yield new ProductArgument(root.href(), ItemIds.of(found.item().id()));
            }
            case Source.OfProduct product ->
                new ProductArgument(
                        product.address(),
                        ItemIds.of(Location.parse(product.address()).name()));
        };
    }

    /// Where the product is.
    static Location locate(String text, PrintWriter err) {
        return Location.parse(of(text, err).location());
    }
}
