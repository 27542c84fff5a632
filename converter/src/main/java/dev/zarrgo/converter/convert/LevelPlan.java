package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.zarr.ArrayMetadata;
import java.util.List;

/// One array of the target that is made from pixels, and the arrays that are made from it.
///
/// @param path in the target
/// @param target its metadata
/// @param factor pixels per block and axis in the array it is made from; 1 for a copy of the source array
/// @param coarser arrays made from this one's stored values
record LevelPlan(String path, ArrayMetadata target, int factor, List<LevelPlan> coarser) {

    LevelPlan {
        coarser = List.copyOf(coarser);
    }

    int height() {
        return target.shape().get(0);
    }

    int width() {
        return target.shape().get(1);
    }

    /// Rows of a strip: whole chunks, about as many pixels as [#STRIP_PIXELS].
    int stripRows() {
        int chunkRows = target.innerChunkShape().get(0);
        int chunks = Math.max(1, STRIP_PIXELS / Math.max(1, chunkRows * width()));
        return (int) Math.min((long) chunks * chunkRows, height());
    }

    /// 512 rows of a 10 m band of Sentinel-2.
    private static final int STRIP_PIXELS = 512 * 10_980;
}
