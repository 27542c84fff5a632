package dev.zarrgo.registrar.item;

import dev.zarrgo.converter.store.Store;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which storage classes the objects of a store have.
///
/// Source: rule P48.
@FunctionalInterface
public interface StorageClasses {

    /// Nobody was asked.
    StorageClasses UNKNOWN = _ -> Optional.empty();

    /// Those that a store's service tells now, in one listing.
    static StorageClasses of(Store store) {
        Optional<NavigableMap<String, String>> listing = store.storageClasses("");
        return path -> listing.map(classes -> {
            var counts = new TreeMap<String, Integer>();
            var inside = path.isEmpty() ? classes : classes.subMap(path + "/", path + "0"); // '0' follows '/'
            inside.values().forEach(name -> counts.merge(name, 1, Integer::sum));
            return counts;
        });
    }

    /// The number of objects by storage class below a path of the store.
    ///
    /// @return empty if the object store cannot be asked
    Optional<Map<String, Integer>> below(String path);
}
