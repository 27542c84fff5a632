package dev.zarrgo.converter.zarr;

import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.WritableStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// Writes small arrays of any rank, chunk by chunk, plain or packed with blosc.
public final class TableWriter {

    private TableWriter() {}

    /// @param zstdLevel for arrays that are packed
    public static void write(WritableStore store, String path, ArrayMetadata target, Table table, int zstdLevel) {
        boolean packed = target.codecs().stream().anyMatch(Codec.Blosc.class::isInstance);
        boolean coordinate = target.dimensionNames().equals(List.of(Hierarchy.name(path)));
        byte[] fill = FillValues.bytes(target.type(), target.fillValue());
        for (List<Integer> index : ChunkRuns.indices(target.grid())) {
            byte[] chunk = gather(target, table, index, fill);
            if (!coordinate && consistsOf(chunk, fill)) {
                continue; // rule R40
            }
            String key = path + "/" + target.chunkKeys().key(index);
            store.put(key, packed ? pack(chunk, target.type().wordBytes(), zstdLevel) : ByteBuffer.wrap(chunk));
        }
    }

    private static byte[] gather(ArrayMetadata target, Table table, List<Integer> index, byte[] fill) {
        int size = target.type().bytes();
        int elements = target.chunkShape().stream().reduce(1, Math::multiplyExact);
        byte[] chunk = new byte[Math.multiplyExact(elements, size)];
        for (int at = 0; at < chunk.length; at += size) {
            System.arraycopy(fill, 0, chunk, at, size);
        }
        ChunkRuns.forEach(
                target.shape(),
                target.chunkShape(),
                index,
                (inArray, inChunk, length) ->
                        System.arraycopy(table.content(), inArray * size, chunk, inChunk * size, length * size));
        return chunk;
    }

    private static boolean consistsOf(byte[] chunk, byte[] fill) {
        for (int at = 0; at < chunk.length; at += fill.length) {
            if (!Arrays.equals(chunk, at, at + fill.length, fill, 0, fill.length)) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer pack(byte[] chunk, int wordBytes, int zstdLevel) {
        int words = chunk.length / wordBytes;
        var planes = new Planes(wordBytes, words).reshape(1, words);
        for (int b = 0; b < wordBytes; b++) {
            byte[] plane = planes.plane(b);
            for (int i = 0; i < words; i++) {
                plane[i] = chunk[i * wordBytes + b];
            }
        }
        try (var encoder = new ChunkEncoder(wordBytes, 1, words, new byte[wordBytes], zstdLevel)) {
            byte[] packed = new byte[encoder.bound()];
            int length = encoder.encodeAlways(planes, 0, 0, packed, 0);
            return ByteBuffer.wrap(packed, 0, length);
        }
    }
}
