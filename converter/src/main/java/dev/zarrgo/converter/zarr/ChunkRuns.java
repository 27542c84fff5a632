package dev.zarrgo.converter.zarr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// How the elements of a chunk lie in their array: in runs along the last axis.
public final class ChunkRuns {

    private ChunkRuns() {}

    /// A run of elements that are neighbours in the array and in the chunk.
    public interface Run {
        /// @param inArray row-major position of the first element in the array
        /// @param inChunk row-major position of the first element in the chunk
        void accept(int inArray, int inChunk, int length);
    }

    /// Visits the part of the chunk at `index` that lies inside the array.
    public static void forEach(List<Integer> shape, List<Integer> chunkShape, List<Integer> index, Run run) {
        int last = shape.size() - 1;
        if (last < 0) {
            run.accept(0, 0, 1);
            return;
        }
        var rows = new ArrayList<Integer>();
        for (int axis = 0; axis < last; axis++) {
            rows.add(inside(shape, chunkShape, index, axis));
        }
        int length = inside(shape, chunkShape, index, last);
        int start = index.get(last) * chunkShape.get(last);
        for (List<Integer> row : indices(rows)) {
            int inArray = 0;
            int inChunk = 0;
            for (int axis = 0; axis < last; axis++) {
                inArray = inArray * shape.get(axis) + index.get(axis) * chunkShape.get(axis) + row.get(axis);
                inChunk = inChunk * chunkShape.get(axis) + row.get(axis);
            }
            run.accept(inArray * shape.get(last) + start, inChunk * chunkShape.get(last), length);
        }
    }

    private static int inside(List<Integer> shape, List<Integer> chunkShape, List<Integer> index, int axis) {
        return Math.min(chunkShape.get(axis), shape.get(axis) - index.get(axis) * chunkShape.get(axis));
    }

    /// All indices below `sizes`, in row-major order; a single empty one for no axes.
    public static Iterable<List<Integer>> indices(List<Integer> sizes) {
        if (sizes.contains(0)) {
            return List.of();
        }
        return () -> new Iterator<>() {
            private final List<Integer> next = new ArrayList<>(Collections.nCopies(sizes.size(), 0));
            private boolean more = true;

            @Override
            public boolean hasNext() {
                return more;
            }

            @Override
            public List<Integer> next() {
                if (!more) {
                    throw new NoSuchElementException();
                }
                List<Integer> result = List.copyOf(next);
                int axis = sizes.size() - 1;
                while (axis >= 0 && next.get(axis) + 1 == sizes.get(axis)) {
                    next.set(axis--, 0);
                }
                if (axis < 0) {
                    more = false;
                } else {
                    next.set(axis, next.get(axis) + 1);
                }
                return result;
            }
        };
    }
}
