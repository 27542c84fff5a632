package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.Checksum;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.CorruptChunkException;
import dev.zarrgo.converter.store.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// An open shard: an object of many inner chunks with an index of offsets and lengths.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/codecs/sharding-indexed/index.html>, rule R38.
public final class Shard implements AutoCloseable {

    /// Offset and length of an inner chunk that is not stored.
    static final long ABSENT = -1L;

    public static final int ENTRY_BYTES = 16;

    private final ObjectReader reader;
    private final ByteBuffer index;
    private final long indexBytes;

    private Shard(ObjectReader reader, ByteBuffer index, long indexBytes) {
        this.reader = reader;
        this.index = index;
        this.indexBytes = indexBytes;
    }

    /// Inner chunks, stored or not.
    public int chunks() {
        return index.capacity() / ENTRY_BYTES;
    }

    /// Whether the inner chunk at `position` in row-major order has bytes.
    public boolean isStored(int position) {
        return offset(position) != ABSENT || length(position) != ABSENT;
    }

    /// The first byte of an inner chunk in the object.
    public long offset(int position) {
        return index.getLong(position * ENTRY_BYTES);
    }

    /// The number of bytes of an inner chunk.
    public long length(int position) {
        return index.getLong(position * ENTRY_BYTES + Long.BYTES);
    }

    /// Bytes of the whole object, the index included.
    public long bytes() {
        return reader.size();
    }

    /// Bytes of the index.
    public long indexBytes() {
        return indexBytes;
    }

    /// Takes the reader over and reads the index.
    static Shard open(ObjectReader reader, ArrayMetadata metadata) {
        try {
            Codec.Sharding sharding = metadata.sharding().orElseThrow();
            boolean checked = sharding.indexCodecs().stream().anyMatch(Codec.Crc32c.class::isInstance);
            long chunks = 1;
            for (int axis = 0; axis < metadata.rank(); axis++) {
                int inner = sharding.chunkShape().get(axis);
                if (inner < 1 || metadata.chunkShape().get(axis) % inner != 0) {
                    throw new CorruptChunkException("inner chunks %s do not divide the shard %s"
                            .formatted(sharding.chunkShape(), metadata.chunkShape()));
                }
                chunks *= metadata.chunkShape().get(axis) / inner;
            }
            long length = chunks * ENTRY_BYTES + (checked ? Checksum.BYTES : 0);
            if (length > reader.size()) {
                throw new CorruptChunkException(
                        "ends inside its index: %,d bytes, the index alone has %,d".formatted(reader.size(), length));
            }
            byte[] content = new byte[(int) length];
            reader.read(sharding.indexAtEnd() ? reader.size() - length : 0, ByteBuffer.wrap(content));
            byte[] entries = checked ? Checksum.verified(content) : content;
            return new Shard(reader, ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN), length);
        } catch (RuntimeException failure) {
            reader.close();
            throw failure;
        }
    }

    /// The bytes of the inner chunk at `position` in row-major order; empty if it is not stored.
    Optional<ArrayReader.StoredBytes> part(int position) {
        if (!isStored(position)) {
            return Optional.empty();
        }
        long offset = offset(position);
        long length = length(position);
        if (offset < 0 || length < 0 || offset > reader.size() - length) {
            throw new CorruptChunkException("the index places inner chunk %d at %,d + %,d of %,d bytes"
                    .formatted(position, offset, length, reader.size()));
        }
        return Optional.of(new ArrayReader.StoredBytes(reader, offset, length, false));
    }

    @Override
    public void close() {
        reader.close();
    }
}
