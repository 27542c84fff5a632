package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkRuns;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/// In which order a conversion asks for the objects of its source, so that a distant store can fetch them
/// ahead.
final class ReadOrder {

    private ReadOrder() {}

    /// The objects of scalars and coordinates, which the plan is made from, or which are copied.
    static List<String> lines(Hierarchy hierarchy) {
        var keys = new ArrayList<String>();
        hierarchy.arrays().forEach((path, array) -> {
            if (array.rank() < 2 && !S2Layout.isDropped(path)) {
                addAll(path, array, keys);
            }
        });
        return keys;
    }

    /// The objects of what is copied besides.
    static List<String> tables(List<ConversionPlan.Copy> copies) {
        var keys = new ArrayList<String>();
        for (ConversionPlan.Copy copy : copies) {
            if (copy.source().rank() >= 2) {
                addAll(copy.path(), copy.source(), keys);
            }
        }
        return keys;
    }

    private static void addAll(String path, ArrayMetadata array, List<String> keys) {
        for (List<Integer> index : ChunkRuns.indices(array.grid())) {
            keys.add(key(path, array, index));
        }
    }

    /// The objects of rasters, as `lanes` workers come to them: each takes the next raster when it is done
    /// with one, and all get on equally fast.
    static List<String> rasters(List<RasterPlan> rasters, int lanes) {
        Iterator<RasterPlan> next = rasters.iterator();
        var open = new PriorityQueue<Lane>(Comparator.comparingLong(lane -> lane.bytes));
        for (int i = 0; i < lanes && next.hasNext(); i++) {
            open.add(new Lane(next.next(), 0));
        }
        var keys = new ArrayList<String>();
        while (!open.isEmpty()) {
            Lane lane = open.remove();
            lane.advance(keys);
            if (!lane.isFinished()) {
                open.add(lane);
            } else if (next.hasNext()) {
                open.add(new Lane(next.next(), lane.bytes));
            }
        }
        return keys;
    }

    /// The objects that hold the rows from `row` on, those included that began earlier.
    static List<String> rows(RasterPlan raster, int row, int count) {
        ArrayMetadata array = raster.source();
        int chunkRows = array.chunkShape().get(0);
        var keys = new ArrayList<String>();
        for (int index = row / chunkRows; index <= (row + count - 1) / chunkRows; index++) {
            addRow(raster, index, keys);
        }
        return keys;
    }

    private static void addRow(RasterPlan raster, int row, List<String> keys) {
        for (int column = 0; column < raster.source().grid().get(1); column++) {
            keys.add(key(raster.sourcePath(), raster.source(), List.of(row, column)));
        }
    }

    private static String key(String path, ArrayMetadata array, List<Integer> index) {
        return path + "/" + array.chunkKeys().key(index);
    }

    /// A worker on its way through the rasters.
    private static final class Lane {
        private final RasterPlan raster;
        private int row;
        private long bytes;

        Lane(RasterPlan raster, long bytes) {
            this.raster = raster;
            this.bytes = bytes;
        }

        void advance(List<String> keys) {
            ArrayMetadata array = raster.source();
            addRow(raster, row++, keys);
            bytes += (long) array.chunkShape().get(0)
                    * array.shape().get(1)
                    * array.storedType().bytes();
        }

        boolean isFinished() {
            return row >= raster.source().grid().get(0);
        }
    }
}
