package dev.zarrgo.registrar.retention;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.stac.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Removes an item, and the store it describes if that is asked for: the data first, then a count that has
/// to be 0, then the item. Whoever is stopped in the middle leaves an item without all of its data, which
/// the next run finishes.
///
/// Source: rules P68, P69.
public final class ItemRemoval {

    private static final String MARKER = "zarr.json";

    private final Catalog catalog;
    private final Function<Location, WritableStore> stores;

    /// @param stores opens a store for removal
    public ItemRemoval(Catalog catalog, Function<Location, WritableStore> stores) {
        this.catalog = catalog;
        this.stores = stores;
    }

    /// What a removal would remove.
    ///
    /// @param item empty if the catalogue has none
    /// @param store where its data are; empty if they stay, or are nowhere
    /// @param objects keys in the store
    /// @param picture key of the picture beside the store; empty if there is none
    public record Plan(
            String collection,
            String id,
            Optional<Item> item,
            Optional<Location> store,
            List<String> objects,
            Optional<String> picture) {

        public Plan {
            objects = List.copyOf(objects);
        }
    }

    /// What is to be removed, item and data.
    ///
    /// @throws UnusableSourceException if there is no such item, or it does not say where its data are
    public Plan planWithData(String collection, String id) {
        Plan plan = plan(collection, id);
        Item item = plan.item().orElseThrow();
        Location store = ItemData.of(item, catalog);
        Optional<String> picture = Optional.of(id + ".overview.png");
        return new Plan(collection, id, plan.item(), Optional.of(store), objects(store), picture);
    }

    /// What is to be removed, only the item.
    ///
    /// @throws UnusableSourceException if there is no such item
    public Plan plan(String collection, String id) {
        Item item = catalog.item(collection, id)
                .map(Catalog.Entry::item)
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.CATALOG_ENTRY_NOT_FOUND,
                        "%s has no item %s in %s".formatted(catalog.name(), id, collection),
                        "check id and collection; zarrgo collection list names the collections"));
        return new Plan(collection, id, Optional.of(item), Optional.empty(), List.of(), Optional.empty());
    }

    /// Removes what a plan says.
    ///
    /// @throws UnavailableException if data are left; the item stays
    public void run(Plan plan) {
        plan.store().ifPresent(store -> {
            removeObjects(store, plan.objects());
            int left = objects(store).size();
            if (left > 0) {
                throw new UnavailableException(
                        FailureCode.SERVICE_UNAVAILABLE,
                        "%s: %d objects are left, somebody writes there; the item stays".formatted(store, left),
                        "run again when nobody does");
            }
            plan.picture().ifPresent(name -> removeObjects(parent(store), List.of(name)));
        });
        catalog.delete(plan.collection(), plan.id());
    }

    /// The root's metadata go first: from then on nobody takes the rest for a store.
    private void removeObjects(Location location, List<String> keys) {
        try (WritableStore store = stores.apply(location)) {
            if (keys.contains(MARKER)) {
                store.delete(MARKER);
            }
            store.deleteAll(keys);
        }
    }

    private List<String> objects(Location location) {
        try (WritableStore store = stores.apply(location)) {
            Optional<NavigableMap<String, Long>> sizes = store.sizes("");
            return new ArrayList<>(sizes.orElseGet(TreeMap::new).keySet());
        }
    }

    private static Location parent(Location location) {
        String key = location.key();
        return new Location(location.scheme(), location.bucket(), key.substring(0, Math.max(0, key.lastIndexOf('/'))));
    }
}
