package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.Store;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// A small array of any rank, wholly in memory: elements in C order, little-endian.
public final class Table {

    private final DataType type;
    private final List<Integer> shape;
    private final byte[] content;

    /// @param content `type.bytes()` bytes an element; the table takes it over
    public Table(DataType type, List<Integer> shape, byte[] content) {
        long elements = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (elements * type.bytes() != content.length) {
            throw new IllegalArgumentException("%d bytes for %s of %s".formatted(content.length, shape, type));
        }
        this.type = type;
        this.shape = List.copyOf(shape);
        this.content = content;
    }

    /// A one-dimensional table of doubles.
    public static Table of(double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asDoubleBuffer().put(values);
        return new Table(DataType.FLOAT64, List.of(values.length), buffer.array());
    }

    /// A one-dimensional table of 64-bit integers.
    public static Table of(long[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return new Table(DataType.INT64, List.of(values.length), buffer.array());
    }

    /// Reads an array as a whole; the caller has checked that it fits.
    public static Table read(Store store, String path, ArrayMetadata metadata, DecodeScratch scratch) {
        int size = metadata.storedType().bytes();
        byte[] content = new byte[Math.toIntExact(metadata.elements() * size)];
        byte[] fill = FillValues.stored(metadata);
        try (var array = new ArrayReader(store, path, metadata)) {
            var chunk = new Planes(size, Math.max(1, array.chunkElements()));
            for (List<Integer> index : indices(chunkGrid(metadata))) {
                readChunk(array, index, chunk, fill, content, scratch);
            }
        }
        return new Table(metadata.storedType(), metadata.shape(), content);
    }

    private static void readChunk(
            ArrayReader array, List<Integer> index, Planes chunk, byte[] fill, byte[] content, DecodeScratch scratch) {
        ArrayMetadata metadata = array.metadata();
        int elements = array.chunkElements();
        array.open(index, scratch)
                .ifPresentOrElse(
                        open -> {
                            try (open) {
                                chunk.reshape(1, elements);
                                open.read(1, elements, 0, chunk, 0, scratch);
                                open.finish(0, scratch);
                            }
                        },
                        () -> fill(chunk, fill));
        scatter(metadata, index, chunk, content);
    }

    private static void fill(Planes chunk, byte[] fill) {
        for (int b = 0; b < fill.length; b++) {
            Arrays.fill(chunk.plane(b), fill[b]);
        }
    }

    /// Copies the part of a chunk that lies inside the array.
    private static void scatter(ArrayMetadata metadata, List<Integer> index, Planes chunk, byte[] content) {
        List<Integer> chunkShape = metadata.innerChunkShape();
        int size = metadata.storedType().bytes();
        var valid = new ArrayList<Integer>();
        for (int axis = 0; axis < metadata.rank(); axis++) {
            int start = index.get(axis) * chunkShape.get(axis);
            valid.add(Math.min(chunkShape.get(axis), metadata.shape().get(axis) - start));
        }
        for (List<Integer> position : indices(valid)) {
            int from = 0;
            int to = 0;
            for (int axis = 0; axis < metadata.rank(); axis++) {
                from = from * chunkShape.get(axis) + position.get(axis);
                to = to * metadata.shape().get(axis) + index.get(axis) * chunkShape.get(axis) + position.get(axis);
            }
            for (int b = 0; b < size; b++) {
                content[to * size + b] = chunk.plane(b)[from];
            }
        }
    }

    private static List<Integer> chunkGrid(ArrayMetadata metadata) {
        var grid = new ArrayList<Integer>();
        for (int axis = 0; axis < metadata.rank(); axis++) {
            grid.add(Math.ceilDiv(
                    metadata.shape().get(axis), metadata.innerChunkShape().get(axis)));
        }
        return grid;
    }

    /// All indices below `sizes`, in row-major order.
    static Iterable<List<Integer>> indices(List<Integer> sizes) {
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

    /// This table in another type: ASCII as UTF-32, everything else as it is.
    public Table as(DataType other) {
        if (type.equals(other)) {
            return this;
        }
        if (type.kind() != DataType.Kind.ASCII || other.kind() != DataType.Kind.UTF32) {
            throw new IllegalArgumentException("%s as %s".formatted(type, other));
        }
        byte[] wide = new byte[elements() * other.bytes()];
        for (int i = 0; i < elements(); i++) {
            for (int c = 0; c < Math.min(type.bytes(), other.bytes() / 4); c++) {
                wide[i * other.bytes() + 4 * c] = content[i * type.bytes() + c];
            }
        }
        return new Table(other, shape, wide);
    }

    public DataType type() {
        return type;
    }

    public List<Integer> shape() {
        return shape;
    }

    public int elements() {
        return content.length / type.bytes();
    }

    /// Elements in C order, little-endian; not to be changed.
    public byte[] content() {
        return content;
    }

    /// Element `index` of a numeric table as a double.
    public double doubleAt(int index) {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int at = index * type.bytes();
        return switch (type.kind()) {
            case FLOAT -> type.bytes() == 4 ? buffer.getFloat(at) : buffer.getDouble(at);
            case BOOL, INT, UINT -> longAt(index);
            case COMPLEX, UTF32, ASCII -> throw new IllegalStateException(type + " is no number");
        };
    }

    /// Element `index` of an integer table.
    public long longAt(int index) {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int at = index * type.bytes();
        boolean signed = type.kind() == DataType.Kind.INT;
        return switch (type.bytes()) {
            case 1 -> signed ? buffer.get(at) : buffer.get(at) & 0xFF;
            case 2 -> signed ? buffer.getShort(at) : buffer.getShort(at) & 0xFFFF;
            case 4 -> signed ? buffer.getInt(at) : buffer.getInt(at) & 0xFFFFFFFFL;
            default -> buffer.getLong(at);
        };
    }

    /// Element `index` of a text table, without its padding.
    public String textAt(int index) {
        int at = index * type.bytes();
        String padded =
                switch (type.kind()) {
                    case UTF32 -> new String(content, at, type.bytes(), StandardCharsets.UTF_32LE);
                    case ASCII -> new String(content, at, type.bytes(), StandardCharsets.US_ASCII);
                    case BOOL, INT, UINT, FLOAT, COMPLEX -> throw new IllegalStateException(type + " is no text");
                };
        int end = padded.indexOf('\0');
        return end < 0 ? padded : padded.substring(0, end);
    }
}
