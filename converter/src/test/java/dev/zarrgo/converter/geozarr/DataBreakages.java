package dev.zarrgo.converter.geozarr;

import static dev.zarrgo.converter.geozarr.Breakage.error;
import static dev.zarrgo.converter.geozarr.Breakage.warning;

import dev.zarrgo.converter.geozarr.ValidStores.Form;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/// Broken bytes: rules R38, R40, V9, V10.
final class DataBreakages {

    private static final String BAND = "measurements/reflectance/r10m/b02";
    private static final String SHARD = BAND + "/c/0/0";
    private static final String AT_BAND = "/" + BAND;
    private static final String COARSE = "measurements/reflectance/r720m/b02";

    /// Inner chunks of the shard at 10 m, and what the index has for each.
    private static final int CHUNKS = 9;

    private static final int ENTRY_BYTES = 16;

    private DataBreakages() {}

    static List<Breakage> all() {
        return List.of(
                error(
                        Rule.V9,
                        AT_BAND,
                        "a shard without its end",
                        store -> change(store, SHARD, shard -> Arrays.copyOf(shard, shard.length - 1))),
                error(
                        Rule.V9,
                        AT_BAND,
                        "a shard that is shorter than its index",
                        store -> change(store, SHARD, shard -> Arrays.copyOf(shard, 10))),
                error(
                        Rule.V9,
                        AT_BAND,
                        "another bit in the index",
                        store -> change(store, SHARD, shard -> {
                            shard[shard.length - 20] ^= 1;
                            return shard;
                        })),
                error(
                        Rule.V9,
                        AT_BAND,
                        "a chunk behind the end of its shard",
                        store -> change(store, SHARD, shard -> withEntry(shard, 0, shard.length, 100))),
                warning(
                        Rule.R38,
                        AT_BAND,
                        "chunks in another order",
                        store -> change(store, SHARD, shard -> {
                            ByteBuffer index = index(shard);
                            long offset = index.getLong(ENTRY_BYTES);
                            long length = index.getLong(ENTRY_BYTES + 8);
                            byte[] swapped = withEntry(
                                    shard, 1, index.getLong(2 * ENTRY_BYTES), index.getLong(2 * ENTRY_BYTES + 8));
                            return withEntry(swapped, 2, offset, length);
                        })),
                warning(
                        Rule.R38,
                        AT_BAND,
                        "bytes between chunks and index",
                        store -> change(store, SHARD, shard -> {
                            int indexBytes = CHUNKS * ENTRY_BYTES + 4;
                            ByteBuffer longer = ByteBuffer.allocate(shard.length + 5);
                            longer.put(shard, 0, shard.length - indexBytes).put(new byte[5]);
                            return longer.put(shard, shard.length - indexBytes, indexBytes)
                                    .array();
                        })),
                error(
                        Rule.V10,
                        AT_BAND,
                        "a chunk that does not decode",
                        store -> change(store, SHARD, shard -> {
                            Arrays.fill(shard, 0, 64, (byte) 0x5A);
                            return shard;
                        })),
                error(
                        Rule.V10,
                        "/" + COARSE,
                        "half a chunk",
                        store -> change(store, COARSE + "/c/0/0", chunk -> Arrays.copyOf(chunk, chunk.length / 2))),
                error(
                                Rule.V10,
                                AT_BAND,
                                "half a chunk that is an object",
                                store -> change(store, SHARD, chunk -> Arrays.copyOf(chunk, chunk.length / 2)))
                        .in(Form.PACKED.unsharded()),
                warning(Rule.V10, "/" + COARSE, "nothing but nodata", store -> store.objects()
                        .remove(COARSE + "/c/0/0")),
                warning(Rule.R40, "/" + COARSE, "a stored chunk of nothing but nodata", store -> store.objects()
                        .put(COARSE + "/c/0/0", zeros(8))));
    }

    private static void change(EditedStore store, String key, UnaryOperator<byte[]> change) {
        store.objects().put(key, change.apply(store.object(key)));
    }

    private static ByteBuffer index(byte[] shard) {
        int bytes = CHUNKS * ENTRY_BYTES;
        return ByteBuffer.wrap(shard, shard.length - bytes - 4, bytes + 4)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A shard with another place for one chunk, and a checksum that fits.
    private static byte[] withEntry(byte[] shard, int chunk, long offset, long length) {
        ByteBuffer index = index(shard);
        index.putLong(chunk * ENTRY_BYTES, offset).putLong(chunk * ENTRY_BYTES + 8, length);
        var crc = new CRC32C();
        crc.update(index.slice(0, CHUNKS * ENTRY_BYTES));
        index.putInt(CHUNKS * ENTRY_BYTES, (int) crc.getValue());
        return shard;
    }

    /// A blosc frame of zeros that are stored as they are.
    private static byte[] zeros(int bytes) {
        return ByteBuffer.allocate(16 + bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .put((byte) 1)
                .put((byte) 2)
                .put((byte) 2)
                .putInt(bytes)
                .putInt(bytes)
                .putInt(16 + bytes)
                .array();
    }
}
