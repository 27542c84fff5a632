package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import java.util.List;
import java.util.Optional;

/// A group with rasters of one grid (rule R22).
///
/// @param rasters arrays whose last two axes are y and x
record RasterGroup(StoreNode group, List<StoreNode> rasters) {

    static final List<String> DIMENSIONS = List.of("y", "x");

    RasterGroup {
        rasters = List.copyOf(rasters);
    }

    String path() {
        return group.path();
    }

    /// The grid that the group states.
    Optional<Grid> grid() {
        return Members.grid(group.attribute("spatial:transform"), group.attribute("spatial:shape"));
    }

    /// The reference system that the group states, if it is one of those that are known here.
    Optional<Crs> crs() {
        return Crs.of(group.attribute("proj:code").asText());
    }
}
