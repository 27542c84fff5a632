package dev.zarrgo.registrar.item;

import java.util.Map;
import java.util.Optional;

/// Which storage classes the objects of a store have.
///
/// Source: rule P48.
@FunctionalInterface
public interface StorageClasses {

    /// Nobody was asked.
    StorageClasses UNKNOWN = path -> Optional.empty();

    /// The number of objects by storage class below a path of the store.
    ///
    /// @return empty if the object store cannot be asked
    Optional<Map<String, Integer>> below(String path);
}
