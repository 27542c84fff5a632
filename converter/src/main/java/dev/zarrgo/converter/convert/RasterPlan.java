package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.raster.FloatDecoding;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/// A raster of the source and everything that is made from it; the source array is read once (rule I6).
///
/// @param sourcePath in the source
/// @param source its metadata
/// @param reduction how coarser levels are computed
/// @param nodata stored value that means no measurement, of integer arrays
/// @param decoding what turns the source's numbers into the stored ones; empty where they are the same
/// @param finest the array that takes the source's pixels
record RasterPlan(
        String sourcePath,
        ArrayMetadata source,
        Reduction reduction,
        OptionalLong nodata,
        Optional<FloatDecoding> decoding,
        LevelPlan finest) {

    /// Arrays that others are made from first, then the largest, so that small ones fill the gaps at the
    /// end.
    static final Comparator<RasterPlan> BY_COST = Comparator.comparing(
                    (RasterPlan raster) -> raster.finest().coarser().isEmpty())
            .thenComparing(raster -> -raster.finest().target().storedType().bytes())
            .thenComparing(raster -> -raster.source().elements())
            .thenComparing(RasterPlan::sourcePath);
}
