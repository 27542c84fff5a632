package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.registrar.stac.StacCollection;
import java.util.List;
import java.util.Optional;

/// Collections and their items.
///
/// Every write is one act: readers see the old or the new document, never a mix, and never none. Every
/// write may be repeated. Calls block; one instance serves many threads. Documents are not validated here.
///
/// Source: rules P55 to P57, P85.
public interface Catalog extends AutoCloseable {

    /// The catalogue as a person names it, without credentials.
    String name();

    List<StacCollection> collections();

    Optional<StacCollection> collection(String id);

    /// Creates or replaces a collection.
    void put(StacCollection collection);

    /// An item as it is now.
    ///
    /// @param version of the document, for a conditional [#replace]; empty if the catalogue has none
    record Entry(Item item, Optional<String> version) {}

    Optional<Entry> item(String collection, String id);

    /// What became of a write that depends on what was there.
    enum Outcome {
        DONE,
        /// There is one already; nothing was written.
        EXISTS,
        /// There is none; nothing was written.
        MISSING,
        /// Somebody else has written in between; nothing was written.
        CHANGED
    }

    /// Adds an item, and widens the extent of its collection to hold it.
    ///
    /// @return `DONE` or `EXISTS`
    /// @throws UnusableSourceException if there is no such collection
    Outcome create(Item item);

    /// Replaces an item, and widens the extent of its collection to hold it.
    ///
    /// @param version that has to be there still; empty to replace whatever is
    /// @return `DONE`, `MISSING` or `CHANGED`
    /// @throws UnusableSourceException if there is no such collection
    Outcome replace(Item item, Optional<String> version);

    /// How often [#put] tries: a catalogue may say that an item is missing while somebody else replaces it.
    int PUT_ROUNDS = 10;

    /// Adds or replaces an item, whatever is there.
    default void put(Item item) {
        for (int i = 0; i < PUT_ROUNDS; i++) {
            if (create(item) == Outcome.DONE || replace(item, Optional.empty()) == Outcome.DONE) {
                return;
            }
        }
        throw new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "%s: item %s comes and goes; somebody else is writing it".formatted(name(), item.id()));
    }

    /// Adds or replaces many items of one collection, each as [#put] does; in no order.
    void putAll(List<Item> items);

    /// Removes an item.
    ///
    /// @return whether there was one
    boolean delete(String collection, String id);

    /// The items that a query asks for, newest or first come first.
    List<Item> search(ItemQuery query);

    /// `self`, `collection`, `parent` and `root` of an item, as far as this catalogue wants them (rule
    /// P35).
    List<Link> linksOf(String collection, String item);

    /// `self`, `parent` and `root` of a collection, as far as this catalogue wants them.
    List<Link> linksOf(String collection);

    /// The folder of an item's document where that is a file: links may be relative to it.
    default Optional<Location> folderOf(String collection, String item) {
        return Optional.empty();
    }

    @Override
    void close();

    /// The collection that has to be there.
    ///
    /// @throws UnusableSourceException if it is not
    default StacCollection requireCollection(String id) {
        return collection(id)
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.CATALOG_ENTRY_NOT_FOUND,
                        "%s has no collection %s".formatted(name(), id),
                        "zarrgo collection create %s, or register with --create-collection".formatted(id)));
    }

    /// What is thrown when an item must not be there and is.
    static ConflictException exists(String catalog, Item item) {
        return new ConflictException(
                FailureCode.TARGET_EXISTS,
                "%s: there is an item %s already".formatted(catalog, item.id()),
                "register with --mode upsert to replace it");
    }
}
