package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A small array of any rank, wholly in memory: elements in C order, little-endian.
public final class Table {

    private static final long MAX_BYTES = 64 << 20;
    private static final int MAX_CHUNKS = 1 << 16;

    private final DataType type;
    private final List<Integer> shape;
    private final byte[] content;
    private final ByteBuffer view;

    /// @param content `type.bytes()` bytes an element; the table takes it over
    public Table(DataType type, List<Integer> shape, byte[] content) {
        long elements = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (elements * type.bytes() != content.length) {
            throw new IllegalArgumentException("%d bytes for %s of %s".formatted(content.length, shape, type));
        }
        this.type = type;
        this.shape = List.copyOf(shape);
        this.content = content;
        this.view = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
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

    /// Reads an array as a whole.
    ///
    /// @throws UnusableSourceException if it is too large for that, or has too many chunks
    public static Table read(Store store, String path, ArrayMetadata metadata, DecodeScratch scratch) {
        int size = metadata.storedType().bytes();
        int elements = neededElements(metadata);
        if (!isSmall(metadata, elements)) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "%s: array /%s of shape %s in chunks of %s is too large to be read as a whole"
                            .formatted(store.location().name(), path, metadata.shape(), metadata.innerChunkShape()));
        }
        byte[] content = new byte[Math.toIntExact(metadata.elements() * size)];
        byte[] fill = FillValues.stored(metadata);
        try (var array = new ArrayReader(store, path, metadata)) {
            var chunk = new Planes(size, elements).reshape(1, elements);
            for (List<Integer> index : ChunkRuns.indices(metadata.innerGrid())) {
                readChunk(array, index, chunk, fill, content, scratch);
            }
        }
        return new Table(metadata.storedType(), metadata.shape(), content);
    }

    private static boolean isSmall(ArrayMetadata metadata, int chunkElements) {
        long most = MAX_BYTES / metadata.storedType().bytes();
        long chunks = 1;
        for (int size : metadata.innerGrid()) {
            chunks = Math.min(chunks * size, MAX_CHUNKS + 1L);
        }
        return metadata.elements() <= most && chunkElements <= most && chunks <= MAX_CHUNKS;
    }

    /// Elements of a chunk up to the last one that lies inside the array; a chunk may be much larger.
    private static int neededElements(ArrayMetadata metadata) {
        int last = 0;
        for (int axis = 0; axis < metadata.rank(); axis++) {
            int chunk = metadata.innerChunkShape().get(axis);
            last = last * chunk + Math.max(0, Math.min(chunk, metadata.shape().get(axis)) - 1);
        }
        return last + 1;
    }

    private static void readChunk(
            ArrayReader array, List<Integer> index, Planes chunk, byte[] fill, byte[] content, DecodeScratch scratch) {
        ArrayMetadata metadata = array.metadata();
        int elements = chunk.width();
        array.open(index, scratch)
                .ifPresentOrElse(
                        open -> {
                            try (open) {
                                open.read(1, elements, 0, chunk, 0, scratch);
                                open.finish(array.chunkElements() - elements, scratch);
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

    /// Copies the part of a chunk that lies inside the array, a run along the last axis at a time.
    private static void scatter(ArrayMetadata metadata, List<Integer> index, Planes chunk, byte[] content) {
        int size = metadata.storedType().bytes();
        ChunkRuns.forEach(metadata.shape(), metadata.innerChunkShape(), index, (inArray, inChunk, length) -> {
            for (int b = 0; b < size; b++) {
                interleave(chunk.plane(b), inChunk, length, content, inArray * size + b, size);
            }
        });
    }

    private static void interleave(byte[] plane, int from, int length, byte[] content, int to, int stride) {
        for (int i = 0, at = to; i < length; i++, at += stride) {
            content[at] = plane[from + i];
        }
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
        int at = index * type.bytes();
        return switch (type.kind()) {
            case FLOAT -> type.bytes() == 4 ? view.getFloat(at) : view.getDouble(at);
            case BOOL, INT, UINT -> longAt(index);
            case COMPLEX, UTF32, ASCII -> throw new IllegalStateException(type + " is no number");
        };
    }

    /// Element `index` of an integer table.
    public long longAt(int index) {
        int at = index * type.bytes();
        boolean signed = type.kind() == DataType.Kind.INT;
        return switch (type.bytes()) {
            case 1 -> signed ? view.get(at) : view.get(at) & 0xFF;
            case 2 -> signed ? view.getShort(at) : view.getShort(at) & 0xFFFF;
            case 4 -> signed ? view.getInt(at) : view.getInt(at) & 0xFFFFFFFFL;
            default -> view.getLong(at);
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
