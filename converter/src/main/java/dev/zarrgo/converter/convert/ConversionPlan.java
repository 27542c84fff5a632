package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Table;
import java.util.List;
import java.util.Set;

/// Everything a conversion will write, decided before the first pixel is read.
///
/// @param label what the source is, for a person, for example `S2A L2A 2025-10-08 T32TQM (CPM 2, Zarr v2)`
/// @param target all groups and arrays of the target
/// @param multiscaleGroups paths of the groups with levels; they carry a copy of their subtree's metadata
///     (rule R8)
/// @param rasters what is read row by row
/// @param copies what is read and written as a whole
/// @param tables what is written from memory
/// @param warnings what a person should know, and what does not stop the run
record ConversionPlan(
        String label,
        Hierarchy target,
        Set<String> multiscaleGroups,
        List<RasterPlan> rasters,
        List<Copy> copies,
        List<Coordinates> tables,
        List<String> warnings) {

    ConversionPlan {
        multiscaleGroups = Set.copyOf(multiscaleGroups);
        rasters = List.copyOf(rasters);
        copies = List.copyOf(copies);
        tables = List.copyOf(tables);
        warnings = List.copyOf(warnings);
    }

    /// A small array that is copied to the same path.
    record Copy(String path, ArrayMetadata source, ArrayMetadata target) {}

    /// A small array whose content is known.
    record Coordinates(String path, ArrayMetadata target, Table content) {}

    /// Arrays that get chunks.
    int arrays() {
        return rasters.stream().mapToInt(raster -> count(raster.finest())).sum() + copies.size() + tables.size();
    }

    private static int count(LevelPlan level) {
        return 1 + level.coarser().stream().mapToInt(ConversionPlan::count).sum();
    }
}
