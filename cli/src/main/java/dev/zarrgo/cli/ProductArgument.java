package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.source.ItemIds;
import dev.zarrgo.registrar.source.ProductRoot;
import dev.zarrgo.registrar.source.Source;
import dev.zarrgo.registrar.source.SourceReader;
import dev.zarrgo.registrar.stac.Item;
import java.io.PrintWriter;
import java.util.List;

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
        if (!SourceReader.leadsToItems(text)) {
            return of(text);
        }
        // A person at the command line may name any host, http included (rule I3).
        var catalogs = new Catalogs(System.getenv(), true, err::println);
        List<Source> found = new SourceReader(catalogs.sourceReader(catalogs.timeout())).readAll(text);
        if (found.size() != 1) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "%s is a list of %d items".formatted(text, found.size()),
                    "give one of them");
        }
        return switch (found.getFirst()) {
            case Source.OfItem item -> of(item.item(), err);
            case Source.OfProduct product -> of(product.address());
        };
    }

    private static ProductArgument of(String product) {
        return new ProductArgument(product, ItemIds.of(Location.parse(product).name()));
    }

    private static ProductArgument of(Item item, PrintWriter err) {
        ProductRoot root = ProductRoot.of(item);
        if (!root.others().isEmpty()) {
            err.println("warning: item %s points to several products; %s is read, not %s"
                    .formatted(item.id(), root.href(), String.join(", ", root.others())));
        }
        return new ProductArgument(root.href(), ItemIds.of(item.id()));
    }

    /// Where the product is.
    static Location locate(String text, PrintWriter err) {
        return Location.parse(of(text, err).location());
    }
}
