package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.ChunkBytes;
import dev.zarrgo.converter.codec.ChunkCursor;
import dev.zarrgo.converter.codec.CorruptChunkException;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.EndOfObjectException;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Opens the chunks of one array, whether they are objects or parts of shards.
///
/// Not safe for use by several threads.
public final class ArrayReader implements AutoCloseable {

    private static final int MIN_OPEN_SHARDS = 64;
    private static final int MAX_OPEN_SHARDS = 1024;

    private final Store store;
    private final String path;
    private final ArrayMetadata metadata;
    private final List<Integer> innerShape;
    private final int innerElements;
    private final ShardCache shards;
    private final AtomicLong missingChunks = new AtomicLong();

    public ArrayReader(Store store, String path, ArrayMetadata metadata) {
        this.store = store;
        this.path = path;
        this.metadata = metadata;
        this.innerShape = metadata.innerChunkShape();
        this.innerElements = innerShape.stream().reduce(1, Math::multiplyExact);
        this.shards = new ShardCache(openShards(metadata));
    }

    /// Shards kept open: those that a reader comes back to. Of two axes these are a row of shards, chunks
    /// of all of which are open at a time.
    private static int openShards(ArrayMetadata metadata) {
        List<Integer> grid = metadata.grid();
        long behindFirst = 1;
        for (int axis = 1; axis < grid.size(); axis++) {
            behindFirst = Math.min(Integer.MAX_VALUE, behindFirst * grid.get(axis));
        }
        int most = metadata.rank() == 2 ? Integer.MAX_VALUE : MAX_OPEN_SHARDS;
        return Math.clamp(behindFirst, MIN_OPEN_SHARDS, most);
    }

    public String path() {
        return path;
    }

    public ArrayMetadata metadata() {
        return metadata;
    }

    /// Elements of one chunk, padding included.
    public int chunkElements() {
        return innerElements;
    }

    /// Chunks that no object holds, of those opened so far.
    public long missingChunks() {
        return missingChunks.get();
    }

    /// Opens the chunk at `index` of the grid of inner chunks.
    ///
    /// @return empty if it is not stored and therefore all fill value
    /// @throws UnusableSourceException if it is not stored and must be (rule I8), or its beginning is
    ///     broken
    public Optional<ArrayChunk> open(List<Integer> index, DecodeScratch scratch) {
        Optional<StoredBytes> bytes = naming(index, () -> bytes(index));
        if (bytes.isEmpty()) {
            missingChunks.incrementAndGet();
            if (mustBeStored()) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_CORRUPT,
                        "%s: the chunk is missing, and this array has no fill value to stand for it"
                                .formatted(described(index)),
                        "fetch the product again");
            }
            return Optional.empty();
        }
        StoredBytes stored = bytes.get();
        try {
            ChunkCursor cursor = naming(
                    index,
                    () -> ChunkCursor.open(
                            stored, metadata.innerCodecs(), metadata.storedType(), innerElements, scratch));
            return Optional.of(new ArrayChunk(this, index, cursor, stored));
        } catch (RuntimeException failure) {
            stored.close();
            throw failure;
        }
    }

    /// Opens the shard at `index` of the grid of stored objects; it stays this reader's.
    ///
    /// @return empty if there is no such object, and nothing but fill value
    /// @throws UnusableSourceException if its index is broken
    /// @throws IllegalStateException if this array has no shards
    public Optional<Shard> shard(List<Integer> index) {
        if (metadata.sharding().isEmpty()) {
            throw new IllegalStateException(path + " has no shards");
        }
        return naming(index, () -> openShard(index));
    }

    private Optional<Shard> openShard(List<Integer> index) {
        return shards.get(index, () -> openObject(index).map(reader -> Shard.open(reader, metadata)));
    }

    private boolean mustBeStored() {
        boolean coordinate = metadata.rank() == 1 && metadata.dimensionNames().equals(List.of(Hierarchy.name(path)));
        return metadata.fillValue() == null || metadata.fillValue().isNull() || coordinate;
    }

    private Optional<StoredBytes> bytes(List<Integer> index) {
        if (metadata.sharding().isEmpty()) {
            return openObject(index).map(reader -> new StoredBytes(reader, 0, reader.size(), true));
        }
        var shardIndex = new ArrayList<Integer>();
        int inner = 0;
        for (int axis = 0; axis < index.size(); axis++) {
            int perShard = metadata.chunkShape().get(axis) / innerShape.get(axis);
            shardIndex.add(index.get(axis) / perShard);
            inner = inner * perShard + index.get(axis) % perShard;
        }
        int position = inner;
        return openShard(shardIndex).flatMap(shard -> shard.part(position));
    }

    private Optional<ObjectReader> openObject(List<Integer> index) {
        return store.open(path + "/" + metadata.chunkKeys().key(index));
    }

    /// Runs `action` and gives its failures the name of the chunk.
    <T> T naming(List<Integer> index, Supplier<T> action) {
        try {
            return action.get();
        } catch (CorruptChunkException | EndOfObjectException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    "%s: %s".formatted(described(index), broken.getMessage()),
                    "the source is incomplete or damaged: fetch it again",
                    broken);
        }
    }

    private String described(List<Integer> index) {
        String chunk = index.isEmpty()
                ? "0"
                : String.join(".", index.stream().map(String::valueOf).toList());
        return "%s: array /%s, chunk %s".formatted(store.location().name(), path, chunk);
    }

    @Override
    public void close() {
        shards.close();
    }

    /// The bytes of a chunk within an open object.
    static final class StoredBytes implements ChunkBytes, AutoCloseable {
        private final ObjectReader reader;
        private final long start;
        private final long length;
        private final boolean owner;

        StoredBytes(ObjectReader reader, long start, long length, boolean owner) {
            this.reader = reader;
            this.start = start;
            this.length = length;
            this.owner = owner;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            if (position + target.remaining() > length) {
                throw new CorruptChunkException(
                        "stored object ends after %,d of %,d bytes".formatted(length, position + target.remaining()));
            }
            reader.read(start + position, target);
        }

        @Override
        public void close() {
            if (owner) {
                reader.close();
            }
        }
    }
}
