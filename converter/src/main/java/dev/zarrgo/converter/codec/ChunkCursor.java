package dev.zarrgo.converter.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Decodes one chunk from its first element to its last, each stored byte once.
///
/// Memory stays at about one block of the compressed form, however large the chunk is. Every method may
/// throw [CorruptChunkException].
public abstract class ChunkCursor implements AutoCloseable {

    /// Largest encoded form that is held in memory because its codecs leave no choice.
    private static final long MAX_BUFFERED_BYTES = 256L << 20;

    /// Opens a chunk of `elements` elements.
    ///
    /// @param codecs the whole pipeline of the chunk, without sharding
    /// @throws CorruptChunkException if the stored form cannot hold that many elements
    public static ChunkCursor open(
            ChunkBytes bytes, List<Codec> codecs, DataType type, int elements, DecodeScratch scratch) {
        ByteLayout layout = ByteLayout.of(codecs, type);
        long decodedBytes = (long) elements * type.bytes();
        if (decodedBytes > Integer.MAX_VALUE) {
            throw new CorruptChunkException("a chunk of %,d bytes is too large".formatted(decodedBytes));
        }
        List<Codec> packers = packers(codecs);
        ChunkBytes stored = bytes;
        while (packers.size() > 1 || (packers.size() == 1 && packers.getFirst() instanceof Codec.Crc32c)) {
            boolean last = packers.size() == 1;
            long limit = last ? decodedBytes : Math.min(MAX_BUFFERED_BYTES, 2 * decodedBytes + (1 << 16));
            stored = new HeapBytes(unpackAll(stored, packers.removeLast(), limit, scratch));
        }
        if (!packers.isEmpty() && packers.getFirst() instanceof Codec.Blosc) {
            return blosc(stored, layout, (int) decodedBytes, scratch);
        }
        InputStream in = new ChunkInputStream(stored, 0);
        return new StreamCursor(packers.isEmpty() ? in : Unpacking.stream(packers.getFirst(), in), layout);
    }

    /// Reads the next `count` elements into `target`, the first one at `offset` of every plane.
    public abstract void read(int count, Planes target, int offset, DecodeScratch scratch);

    /// Passes over the next `count` elements.
    public abstract void skip(int count, DecodeScratch scratch);

    /// Checks that nothing follows the last element, as far as the format can tell.
    public abstract void finish();

    @Override
    public abstract void close();

    private static ChunkCursor blosc(ChunkBytes stored, ByteLayout layout, int decodedBytes, DecodeScratch scratch) {
        BloscHeader header = BloscFrame.header(stored, decodedBytes, scratch);
        if (header.isStored()) {
            return new StreamCursor(new ChunkInputStream(stored, BloscHeader.BYTES), layout);
        }
        var frame = new BloscFrame(stored, header, scratch);
        boolean planar = header.typeBytes() == layout.typeBytes() && header.blockBytes() % header.typeBytes() == 0;
        return planar ? new BloscCursor(frame, layout) : new StreamCursor(new BloscInputStream(frame), layout);
    }

    private static List<Codec> packers(List<Codec> codecs) {
        var packers = new ArrayList<Codec>();
        for (Codec codec : codecs) {
            switch (codec) {
                case Codec.Blosc _, Codec.Zstd _, Codec.Gzip _, Codec.Zlib _, Codec.Crc32c _ -> packers.add(codec);
                case Codec.Bytes _, Codec.Transpose _, Codec.ScaleOffset _, Codec.CastValue _ -> {}
                case Codec.Sharding _ -> throw new IllegalArgumentException("a shard is no chunk");
            }
        }
        return packers;
    }

    private static byte[] unpackAll(ChunkBytes stored, Codec codec, long limit, DecodeScratch scratch) {
        if (stored.length() > MAX_BUFFERED_BYTES) {
            throw new CorruptChunkException("%s over a chunk of %,d stored bytes: at most %,d are read"
                    .formatted(codec.zarrName(), stored.length(), MAX_BUFFERED_BYTES));
        }
        if (codec instanceof Codec.Crc32c) {
            return Checksum.verified(readAll(stored));
        }
        InputStream packed;
        if (codec instanceof Codec.Blosc) {
            BloscHeader header = BloscFrame.header(stored, -1, scratch);
            if (header.bytes() > limit) {
                throw tooLarge(limit);
            }
            packed = header.isStored()
                    ? new ChunkInputStream(stored, BloscHeader.BYTES)
                    : new BloscInputStream(new BloscFrame(stored, header, scratch));
        } else {
            packed = Unpacking.stream(codec, new ByteArrayInputStream(readAll(stored)));
        }
        try (InputStream in = packed) {
            byte[] plain = in.readNBytes((int) Math.min(limit, Integer.MAX_VALUE - 8));
            if (in.read() >= 0) {
                throw tooLarge(limit);
            }
            return plain;
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }

    private static CorruptChunkException tooLarge(long limit) {
        return new CorruptChunkException("decodes to more than the expected %,d bytes".formatted(limit));
    }

    private static byte[] readAll(ChunkBytes stored) {
        try (var in = new ChunkInputStream(stored, 0)) {
            return in.readNBytes(Math.toIntExact(stored.length()));
        } catch (IOException broken) {
            throw Unpacking.corrupt(broken);
        }
    }
}
