package dev.zarrgo.converter.picture;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.PixelRows;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayChunk;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ArrayReader;
import dev.zarrgo.converter.zarr.FillValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Reads what a frame shows of an array, row by row: no chunk is in memory as a whole.
///
/// Of axes before the last two, the first index is shown.
final class ValueReader {

    /// How several pixels become one.
    enum Merging {
        /// The mean of those that are valid.
        MEAN,
        /// The one in the middle, for classes.
        MIDDLE
    }

    private final ArrayMetadata array;
    private final Frame frame;
    private final Merging merging;
    private final Meaning meaning;
    private final int chunkRows;
    private final int chunkColumns;
    private final Planes row;
    private final double[] numbers;
    private final double[] sums;
    private final int[] counts;

    private ValueReader(ArrayMetadata array, Frame frame, Merging merging) {
        this.array = array;
        this.frame = frame;
        this.merging = merging;
        this.meaning = Meaning.of(array);
        this.chunkRows = array.innerChunkShape().get(array.rank() - 2);
        this.chunkColumns = array.innerChunkShape().get(array.rank() - 1);
        this.row = new Planes(array.storedType().bytes(), chunkColumns).reshape(1, chunkColumns);
        this.numbers = new double[chunkColumns];
        this.sums = new double[frame.pictureHeight() * frame.pictureWidth()];
        this.counts = new int[sums.length];
    }

    /// @param array of at least two axes, with numbers
    static Values read(Store store, String path, ArrayMetadata array, Frame frame, Merging merging) {
        var reader = new ValueReader(array, frame, merging);
        try (var scratch = new DecodeScratch();
                var chunks = new ArrayReader(store, path, array)) {
            reader.readChunks(chunks, scratch);
        }
        return reader.values();
    }

    private void readChunks(ArrayReader chunks, DecodeScratch scratch) {
        int endRow = frame.row() + frame.height();
        int endColumn = frame.column() + frame.width();
        for (int y = frame.row() / chunkRows; y * chunkRows < endRow; y++) {
            int rows = Math.min(chunkRows, endRow - y * chunkRows);
            for (int x = frame.column() / chunkColumns; x * chunkColumns < endColumn; x++) {
                Optional<ArrayChunk> chunk = chunks.open(index(y, x), scratch);
                if (chunk.isEmpty()) {
                    fill();
                    addRows(y * chunkRows, x * chunkColumns, rows, () -> {});
                    continue;
                }
                try (ArrayChunk open = chunk.get()) {
                    addRows(
                            y * chunkRows,
                            x * chunkColumns,
                            rows,
                            () -> open.read(1, chunkColumns, 0, row, 0, scratch));
                }
            }
        }
    }

    private List<Integer> index(int y, int x) {
        var index = new ArrayList<>(Collections.nCopies(array.rank() - 2, 0));
        index.add(y);
        index.add(x);
        return index;
    }

    private void fill() {
        byte[] fill = FillValues.stored(array);
        for (int b = 0; b < fill.length; b++) {
            Arrays.fill(row.plane(b), fill[b]);
        }
    }

    /// @param nextRow puts the next row of the chunk into [#row]
    private void addRows(int firstRow, int firstColumn, int rows, Runnable nextRow) {
        for (int y = firstRow; y < firstRow + rows; y++) {
            nextRow.run();
            if (y >= frame.row()) {
                add(y - frame.row(), firstColumn);
            }
        }
    }

    /// @param y row in the frame
    private void add(int y, int firstColumn) {
        boolean everyPixel = merging == Merging.MEAN;
        if (!everyPixel && !isMiddle(y, frame.height())) {
            return;
        }
        PixelRows.read(row, 0, array.storedType(), numbers);
        int from = Math.max(firstColumn, frame.column());
        int to = Math.min(firstColumn + chunkColumns, frame.column() + frame.width());
        int rowStart = y / frame.block() * frame.pictureWidth();
        for (int column = from; column < to; column++) {
            double number = numbers[column - firstColumn];
            int x = column - frame.column();
            if (!meaning.isNodata(number) && (everyPixel || isMiddle(x, frame.width()))) {
                sums[rowStart + x / frame.block()] += number;
                counts[rowStart + x / frame.block()]++;
            }
        }
    }

    /// Whether a pixel is the middle one of its block; the last block may be smaller.
    private boolean isMiddle(int position, int length) {
        int start = position - position % frame.block();
        int size = Math.min(frame.block(), length - start);
        return position - start == size / 2;
    }

    private Values values() {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] == 0 ? Double.NaN : meaning.value(sums[i] / counts[i]);
        }
        return new Values(frame.pictureWidth(), frame.pictureHeight(), sums);
    }
}
