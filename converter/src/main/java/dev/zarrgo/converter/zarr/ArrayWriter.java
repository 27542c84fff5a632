package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.Checksum;
import dev.zarrgo.converter.store.ObjectWriter;
import dev.zarrgo.converter.store.WritableStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the chunks of a two-dimensional array, as one shard or as an object each.
///
/// Strips of chunks arrive in any order and from any thread; they are written in theirs, so that the bytes
/// do not depend on timing (rules R38, R42). A shard is never in memory: only strips that overtook another
/// one are kept.
public final class ArrayWriter implements AutoCloseable {

    private final WritableStore store;
    private final String path;
    private final ArrayMetadata metadata;
    private final int chunks;
    private final int columns;
    private final @Nullable ByteBuffer index;
    private final Map<Integer, EncodedChunks> early = new HashMap<>();
    private @Nullable ObjectWriter shard;
    private int nextStrip;
    private int nextChunk;
    private long storedBytes;

    public ArrayWriter(WritableStore store, String path, ArrayMetadata metadata) {
        this.store = store;
        this.path = path;
        this.metadata = metadata;
        int rows = gridSize(metadata, 0);
        this.columns = gridSize(metadata, 1);
        this.chunks = rows * columns;
        this.index = metadata.sharding().isPresent()
                ? ByteBuffer.allocate(chunks * Shard.ENTRY_BYTES + Checksum.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                : null;
    }

    private static int gridSize(ArrayMetadata metadata, int axis) {
        return Math.ceilDiv(
                metadata.shape().get(axis), metadata.innerChunkShape().get(axis));
    }

    /// Takes the strip number `strip`, counted from 0; `encoded` is free again when this returns.
    public synchronized void append(int strip, EncodedChunks encoded) {
        if (strip != nextStrip) {
            early.put(strip, encoded.copy());
            return;
        }
        write(encoded);
        nextStrip++;
        for (EncodedChunks next = early.remove(nextStrip); next != null; next = early.remove(nextStrip)) {
            write(next);
            nextStrip++;
        }
    }

    /// Strips written or waiting for their turn whose predecessor is missing.
    public synchronized int waiting() {
        return early.size();
    }

    /// The first strip that is not written yet.
    public synchronized int nextStrip() {
        return nextStrip;
    }

    /// Whether every chunk was written; what is left is to [#finish()].
    public synchronized boolean isComplete() {
        return nextChunk == chunks;
    }

    /// Bytes stored so far, the index of a shard included.
    public synchronized long storedBytes() {
        return storedBytes;
    }

    private void write(EncodedChunks encoded) {
        if (index == null) {
            writeObjects(encoded);
        } else {
            writeToShard(encoded, index);
        }
    }

    private void writeObjects(EncodedChunks encoded) {
        int at = 0;
        for (int i = 0; i < encoded.count(); i++) {
            int length = encoded.length(i);
            if (length > 0) {
                String key = metadata.chunkKeys().key(List.of(nextChunk / columns, nextChunk % columns));
                store.put(path + "/" + key, ByteBuffer.wrap(encoded.bytes(), at, length));
            }
            at += length;
            nextChunk++;
        }
        storedBytes += at;
    }

    private void writeToShard(EncodedChunks encoded, ByteBuffer entries) {
        long at = storedBytes;
        for (int i = 0; i < encoded.count(); i++) {
            int length = encoded.length(i);
            entries.putLong(length == 0 ? Shard.ABSENT : at).putLong(length == 0 ? Shard.ABSENT : length);
            at += length;
            nextChunk++;
        }
        if (encoded.size() > 0) {
            shard().append(ByteBuffer.wrap(encoded.bytes(), 0, encoded.size()));
            storedBytes += encoded.size();
        }
    }

    /// Completes the shard, if there is one, and makes it visible. To be called once, when every chunk was
    /// written; at a distant store it takes a while.
    public synchronized void finish() {
        ObjectWriter last = shard;
        if (last == null || index == null) {
            return;
        }
        index.putInt(Checksum.of(index.duplicate().flip()));
        storedBytes += index.position();
        try (last) {
            last.append(index.flip());
            last.commit();
        }
    }

    private ObjectWriter shard() {
        ObjectWriter open = shard;
        if (open == null) {
            open = store.create(path + "/" + metadata.chunkKeys().key(List.of(0, 0)));
            shard = open;
        }
        return open;
    }

    /// Gives up what is not complete.
    @Override
    public synchronized void close() {
        if (shard != null) {
            shard.close();
        }
    }
}
