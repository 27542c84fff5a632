package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.Store;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a two-dimensional array `[y, x]` once, from its first row to its last.
///
/// One chunk per chunk column is open at a time, and each is decoded block by block as its rows are asked
/// for. So a chunk of the whole array needs no more memory than a small one, and no stored byte is read or
/// decoded twice (rules I6, X10).
///
/// One thread at a time; it may be another one for every call.
public final class RowStream implements AutoCloseable {

    private final ArrayReader array;
    private final int height;
    private final int width;
    private final int chunkRows;
    private final int chunkColumns;
    private final byte[] fill;
    private final @Nullable ArrayChunk[] open;
    private int row;

    /// @param metadata of an array of two axes
    public RowStream(Store store, String path, ArrayMetadata metadata) {
        if (metadata.rank() != 2) {
            throw new IllegalArgumentException(path + " has shape " + metadata.shape());
        }
        this.array = new ArrayReader(store, path, metadata);
        this.height = metadata.shape().get(0);
        this.width = metadata.shape().get(1);
        this.chunkRows = metadata.innerChunkShape().get(0);
        this.chunkColumns = metadata.innerChunkShape().get(1);
        this.fill = FillValues.stored(metadata);
        this.open = new @Nullable ArrayChunk[Math.ceilDiv(width, chunkColumns)];
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /// The next row to be read.
    public int row() {
        return row;
    }

    /// Chunks that were not stored, so far.
    public long missingChunks() {
        return array.missingChunks();
    }

    /// Reads the next `rows` rows into `target`, from its row `targetRow` on.
    public void read(int rows, Planes target, int targetRow, DecodeScratch scratch) {
        if (rows > height - row || target.width() != width) {
            throw new IllegalArgumentException(
                    "%d rows of %d at row %d of %d x %d".formatted(rows, target.width(), row, height, width));
        }
        int done = 0;
        while (done < rows) {
            int inChunk = row % chunkRows;
            int count = Math.min(rows - done, chunkRows - inChunk);
            for (int column = 0; column < open.length; column++) {
                readPart(column, inChunk, count, target, targetRow + done, scratch);
            }
            row += count;
            done += count;
        }
    }

    private void readPart(int column, int inChunk, int count, Planes target, int targetRow, DecodeScratch scratch) {
        int x = column * chunkColumns;
        int columns = Math.min(chunkColumns, width - x);
        if (inChunk == 0) {
            open[column] = array.open(List.of(row / chunkRows, column), scratch).orElse(null);
        }
        ArrayChunk chunk = open[column];
        int offset = targetRow * width + x;
        if (chunk == null) {
            fill(count, columns, target, offset);
            return;
        }
        chunk.read(count, columns, chunkColumns - columns, target, offset, scratch);
        boolean lastOfArray = row + count == height;
        if (inChunk + count == chunkRows || lastOfArray) {
            chunk.finish((chunkRows - inChunk - count) * chunkColumns, scratch);
            chunk.close();
            open[column] = null;
        }
    }

    private void fill(int rows, int columns, Planes target, int offset) {
        for (int index = 0; index < fill.length; index++) {
            byte[] plane = target.plane(index);
            for (int r = 0; r < rows; r++) {
                int at = offset + r * width;
                Arrays.fill(plane, at, at + columns, fill[index]);
            }
        }
    }

    @Override
    public void close() {
        try (array) {
            for (int column = 0; column < open.length; column++) {
                ArrayChunk chunk = open[column];
                open[column] = null;
                if (chunk != null) {
                    chunk.close();
                }
            }
        }
    }
}
