package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.ChunkCursor;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import java.util.List;

/// One open chunk of an array; its failures name array and chunk.
public final class ArrayChunk implements AutoCloseable {

    private final ArrayReader array;
    private final List<Integer> index;
    private final ChunkCursor cursor;
    private final ArrayReader.StoredBytes stored;

    ArrayChunk(ArrayReader array, List<Integer> index, ChunkCursor cursor, ArrayReader.StoredBytes stored) {
        this.array = array;
        this.index = index;
        this.cursor = cursor;
        this.stored = stored;
    }

    /// Reads `rows` rows of `columns` elements, and passes over `padding` elements behind each.
    ///
    /// @param offset where the first element goes in every plane; rows are the width of `target` apart
    public void read(int rows, int columns, int padding, Planes target, int offset, DecodeScratch scratch) {
        array.naming(index, () -> {
            if (padding == 0 && columns == target.width()) {
                cursor.read(rows * columns, target, offset, scratch);
                return target;
            }
            int at = offset;
            for (int row = 0; row < rows; row++) {
                cursor.read(columns, target, at, scratch);
                if (padding > 0) {
                    cursor.skip(padding, scratch);
                }
                at += target.width();
            }
            return target;
        });
    }

    /// Passes over `elements` elements, to the end of the chunk, and checks that it ends there.
    public void finish(int elements, DecodeScratch scratch) {
        array.naming(index, () -> {
            if (elements > 0) {
                cursor.skip(elements, scratch);
            }
            cursor.finish();
            return index;
        });
    }

    @Override
    public void close() {
        try (stored) {
            cursor.close();
        }
    }
}
