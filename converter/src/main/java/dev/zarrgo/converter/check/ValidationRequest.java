package dev.zarrgo.converter.check;

import dev.zarrgo.converter.store.Location;
import java.util.Optional;

/// One validation.
///
/// @param store a GeoZarr store, or a product
/// @param source the product that the store was made from, if its values are to be compared
/// @param threads at least 1
public record ValidationRequest(Location store, Optional<Location> source, int threads) {

    public ValidationRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("%d threads".formatted(threads));
        }
    }
}
