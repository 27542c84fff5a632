package dev.zarrgo.registrar.retention;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.stac.Item;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/// Where the data of an item are.
public final class ItemData {

    private static final String SUFFIX = ".zarr";

    private ItemData() {}

    /// The one store that the item's assets lie in.
    ///
    /// @throws UnusableSourceException if it names none
    /// @throws ConflictException if it names several
    public static Location of(Item item, Catalog catalog) {
        var roots = new TreeSet<String>();
        for (JsonNode asset : item.assets()) {
            String href = href(asset);
            int end = href.indexOf(SUFFIX + "/");
            if (end >= 0) {
                roots.add(href.substring(0, end + SUFFIX.length()));
            }
        }
        if (roots.isEmpty()) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID,
                    "item %s: no asset lies in a store".formatted(item.id()),
                    "remove the item without --with-data");
        }
        if (roots.size() > 1) {
            throw new ConflictException(
                    FailureCode.TARGET_EXISTS,
                    "item %s: its assets lie in several stores: %s".formatted(item.id(), roots),
                    "remove the data by hand, and the item without --with-data");
        }
        return location(roots.first(), item, catalog);
    }

    /// The path in its store that an asset leads to; empty for one that lies elsewhere.
    static Optional<String> pathInStore(JsonNode asset) {
        String href = href(asset);
        int end = href.indexOf(SUFFIX + "/");
        return end < 0 ? Optional.empty() : Optional.of(href.substring(end + SUFFIX.length() + 1));
    }

    private static String href(JsonNode asset) {
        JsonNode s3 = asset.path("alternate").path("s3").path("href");
        return (s3.isTextual() ? s3 : asset.path("href")).asText();
    }

    private static Location location(String root, Item item, Catalog catalog) {
        if (root.startsWith("file:")) {
            return Location.of(Path.of(URI.create(root)));
        }
        if (root.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return Location.parse(root);
        }
        Location folder = item.collection()
                .flatMap(collection -> catalog.folderOf(collection, item.id()))
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.ITEM_INVALID, "item %s: %s leads nowhere".formatted(item.id(), root)));
        Path path = Path.of("/" + folder.key()).resolve(root).normalize();
        String key = path.toString().substring(folder.isFile() ? 0 : 1);
        return new Location(folder.scheme(), folder.bucket(), key);
    }
}
