package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.FillValues;
import java.util.Arrays;
import java.util.List;

/// One chunk of a raster of two axes, or of three with layers first. Its rows are counted through all its
/// layers.
///
/// @param path of the array
/// @param index of the chunk in the grid
record RasterChunk(String path, ArrayMetadata array, List<Integer> index) {

    RasterChunk {
        index = List.copyOf(index);
    }

    String key() {
        return path + "/" + array.chunkKeys().key(index);
    }

    int typeBytes() {
        return array.type().bytes();
    }

    int width() {
        return array.chunkShape().getLast();
    }

    int rows() {
        return elements() / width();
    }

    /// Padding included.
    int elements() {
        return array.chunkShape().stream().reduce(1, Math::multiplyExact);
    }

    int bytes() {
        return elements() * typeBytes();
    }

    private int rowsPerLayer() {
        return array.chunkShape().get(array.rank() - 2);
    }

    /// Makes `strip` rows of this chunk; what lies outside the array is fill.
    ///
    /// @param strip has room for `rows` rows of the chunk
    void paint(Painter painter, int row, int rows, Planes strip) {
        int top = index.get(array.rank() - 2) * rowsPerLayer();
        int left = index.getLast() * width();
        int validRows = Math.min(rowsPerLayer(), array.shape().get(array.rank() - 2) - top);
        int validWidth = Math.min(width(), array.shape().getLast() - left);
        int firstLayer =
                array.rank() == 3 ? index.getFirst() * array.chunkShape().getFirst() : 0;
        byte[] fill = FillValues.bytes(array.type(), array.fillValue());
        strip.reshape(rows, validWidth);
        for (int done = 0; done < rows; ) {
            int inLayer = (row + done) % rowsPerLayer();
            int count = Math.min(rows - done, (inLayer < validRows ? validRows : rowsPerLayer()) - inLayer);
            if (inLayer < validRows) {
                int layer = firstLayer + (row + done) / rowsPerLayer();
                painter.paint(layer, top + inLayer, left, strip, done * validWidth, count);
            } else {
                fill(strip, done * validWidth, (done + count) * validWidth, fill);
            }
            done += count;
        }
        if (validWidth < width()) {
            widen(strip, rows, validWidth, fill);
        }
    }

    private static void fill(Planes strip, int from, int to, byte[] value) {
        for (int plane = 0; plane < value.length; plane++) {
            Arrays.fill(strip.plane(plane), from, to, value[plane]);
        }
    }

    private void widen(Planes strip, int rows, int validWidth, byte[] fill) {
        strip.reshape(rows, width());
        for (int r = rows - 1; r >= 0; r--) {
            for (int plane = 0; plane < fill.length; plane++) {
                byte[] bytes = strip.plane(plane);
                System.arraycopy(bytes, r * validWidth, bytes, r * width(), validWidth);
                Arrays.fill(bytes, r * width() + validWidth, (r + 1) * width(), fill[plane]);
            }
        }
    }

    /// Whether the first elements of `strip`, as many as the chunk has, are all fill.
    boolean isFill(Planes strip) {
        byte[] fill = FillValues.bytes(array.type(), array.fillValue());
        int count = elements();
        for (int plane = 0; plane < fill.length; plane++) {
            byte[] bytes = strip.plane(plane);
            if (bytes[0] != fill[plane] || Arrays.mismatch(bytes, 0, count - 1, bytes, 1, count) >= 0) {
                return false;
            }
        }
        return true;
    }
}
