package dev.zarrgo.converter.fuzz;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.zarrgo.converter.codec.Chunks;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.zarr.ArrayChunk;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ArrayReader;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;

/// Damaged chunks of every codec, read as the only one of an array (rule I8).
///
/// What is read does not depend on what was read before, or on what the buffers held; and where a codec has
/// a checksum, a few wrong bytes are never taken for right.
final class ChunkLayer implements Layer {

    private static final int MAX_ENCODED_BYTES = 20_000;
    private static final String PATH = "array";
    private static final List<Chunks.Chunk> CHUNKS = Chunks.recorded().stream()
            .filter(chunk -> chunk.encoded().remaining() < MAX_ENCODED_BYTES)
            .toList();

    private final DecodeScratch scratch = new DecodeScratch();

    @Override
    public Attempt attempt(Random random) {
        Chunks.Chunk chunk = CHUNKS.get(random.nextInt(CHUNKS.size()));
        boolean local = random.nextInt(3) == 0;
        byte[] other = CHUNKS.get(random.nextInt(CHUNKS.size())).bytes();
        byte[] damaged = local ? Damage.flipped(chunk.bytes(), random) : Damage.any(chunk.bytes(), other, random);
        if (!local && random.nextBoolean()) {
            repair(damaged, chunk.codecs().getLast());
        }
        boolean checked = local && chunk.codecs().stream().anyMatch(ChunkLayer::isChecked);
        return new ChunkAttempt(chunk, damaged, checked);
    }

    static boolean isChecked(Codec codec) {
        return codec instanceof Codec.Gzip || codec instanceof Codec.Zlib || codec instanceof Codec.Crc32c;
    }

    /// Makes the outermost form agree with itself, so that the damage reaches what lies inside.
    private static void repair(byte[] damaged, Codec outermost) {
        ByteBuffer buffer = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
        if (outermost instanceof Codec.Blosc && damaged.length >= 16) {
            buffer.putInt(12, damaged.length);
        } else if (outermost instanceof Codec.Crc32c && damaged.length >= Integer.BYTES) {
            var crc = new CRC32C();
            crc.update(damaged, 0, damaged.length - Integer.BYTES);
            buffer.putInt(damaged.length - Integer.BYTES, (int) crc.getValue());
        }
    }

    @Override
    public void close() {
        scratch.close();
    }

    private final class ChunkAttempt implements Attempt {
        private final Chunks.Chunk chunk;
        private final byte[] damaged;
        private final boolean checked;

        ChunkAttempt(Chunks.Chunk chunk, byte[] damaged, boolean checked) {
            this.chunk = chunk;
            this.damaged = damaged;
            this.checked = checked;
        }

        @Override
        public Map<String, byte[]> input() {
            return Map.of(chunk.name(), damaged);
        }

        @Override
        public long maxBytes() {
            return (4L << 20) + 16L * (damaged.length + chunk.elements() * chunk.typeBytes());
        }

        @Override
        public boolean run() {
            Optional<byte[][]> first = decoded((byte) 0x55, scratch);
            Optional<byte[][]> second;
            try (var fresh = new DecodeScratch()) {
                second = decoded((byte) 0xAA, fresh);
            }
            boolean same = first.isPresent() == second.isPresent()
                    && (first.isEmpty() || Arrays.deepEquals(first.get(), second.get()));
            if (!same) {
                throw new AssertionError("%s depends on what was in the buffers".formatted(chunk));
            }
            if (checked && first.isPresent() && !Arrays.deepEquals(first.get(), Chunks.planes(chunk))) {
                throw new AssertionError("%s is wrong in spite of its checksum".formatted(chunk));
            }
            return first.isPresent();
        }

        private Optional<byte[][]> decoded(byte before, DecodeScratch buffers) {
            var store = new MemoryStore();
            store.put(PATH + "/c/0", ByteBuffer.wrap(damaged));
            Optional<byte[][]> content = Refusal.orContent(() -> decoded(store, before, buffers));
            if (store.openHandles() > 0) {
                throw new AssertionError("left open");
            }
            return content;
        }

        private byte[][] decoded(MemoryStore store, byte before, DecodeScratch buffers) {
            DataType type = chunk.type();
            int elements = chunk.elements();
            var planes = new Planes(type.bytes(), elements).reshape(1, elements);
            byte[][] content = new byte[type.bytes()][];
            for (int b = 0; b < content.length; b++) {
                content[b] = planes.plane(b);
                Arrays.fill(content[b], before);
            }
            try (var reader = new ArrayReader(store, PATH, metadata());
                    ArrayChunk open = reader.open(List.of(0), buffers).orElseThrow()) {
                open.read(1, elements, 0, planes, 0, buffers);
                open.finish(0, buffers);
            }
            return content;
        }

        private ArrayMetadata metadata() {
            List<Integer> shape = List.of(chunk.elements());
            return new ArrayMetadata(
                    3,
                    chunk.type(),
                    shape,
                    shape,
                    ChunkKeys.DEFAULT_SLASH,
                    IntNode.valueOf(0),
                    chunk.codecs(),
                    List.of(),
                    Json.object());
        }
    }
}
