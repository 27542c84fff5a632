package dev.zarrgo.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Takes shards apart by what they look like, without their metadata.
final class Shards {

    private static final int ENTRY_BYTES = 16;
    private static final int CHECKSUM_BYTES = 4;

    private Shards() {}

    /// The inner chunks of a shard whose chunks lie one behind the other from its start; else the object
    /// itself.
    static List<byte[]> chunks(byte[] object) {
        ByteBuffer buffer = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
        var chunks = new ArrayList<byte[]>();
        for (int at = object.length - CHECKSUM_BYTES - ENTRY_BYTES; at >= 0; at -= ENTRY_BYTES) {
            long offset = buffer.getLong(at);
            long length = buffer.getLong(at + Long.BYTES);
            if (offset == -1 && length == -1) {
                continue;
            }
            if (offset < 0 || length <= 0 || length > at || offset > at - length) {
                break;
            }
            chunks.add(Arrays.copyOfRange(object, (int) offset, (int) (offset + length)));
        }
        return chunks.isEmpty() ? List.of(object) : chunks;
    }
}
