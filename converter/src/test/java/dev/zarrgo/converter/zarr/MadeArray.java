package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.luben.zstd.Zstd;
import dev.zarrgo.converter.codec.BitShuffleEncoder;
import dev.zarrgo.converter.codec.Checksum;
import dev.zarrgo.converter.codec.ChunkEncoder;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A random array whose elements are known, stored in any form that rule I8 names.
///
/// @param store where its chunks are, below [#PATH]
/// @param content elements in C order, little-endian
/// @param missing inner chunks that are not stored
/// @param neededBytes bytes of each object that a reader has to read, once
public record MadeArray(
        ArrayMetadata metadata, MemoryStore store, ByteBuffer content, int missing, Map<String, Integer> neededBytes) {

    public static final String PATH = "group/array";

    /// What a maker may vary.
    ///
    /// @param missingShare share of inner chunks that are not stored
    public record Form(
            DataType type,
            List<Integer> shape,
            List<Integer> chunkShape,
            List<Integer> shardShape,
            List<Codec> codecs,
            ChunkKeys keys,
            boolean indexAtEnd,
            boolean indexChecked,
            double missingShare,
            int fill) {

        public boolean isSharded() {
            return !shardShape.isEmpty();
        }

        ArrayMetadata metadata() {
            List<Codec> all = codecs;
            if (isSharded()) {
                var index = new ArrayList<Codec>(List.of(new Codec.Bytes(Codec.Endian.LITTLE)));
                if (indexChecked) {
                    index.add(new Codec.Crc32c());
                }
                all = List.of(new Codec.Sharding(chunkShape, codecs, index, indexAtEnd));
            }
            JsonNode fillValue = type.kind() == DataType.Kind.FLOAT ? TextNode.valueOf("NaN") : IntNode.valueOf(fill);
            return new ArrayMetadata(
                    3,
                    type,
                    shape,
                    isSharded() ? shardShape : chunkShape,
                    keys,
                    fillValue,
                    all,
                    List.of(),
                    Json.object());
        }
    }

    /// A form of so many axes, as the random numbers want it.
    public static Form randomForm(int rank, Random random) {
        var shape = new ArrayList<Integer>();
        var chunks = new ArrayList<Integer>();
        var shards = new ArrayList<Integer>();
        int largest = rank == 1 ? 900 : rank == 2 ? 60 : 12;
        for (int axis = 0; axis < rank; axis++) {
            int size = 1 + random.nextInt(largest);
            int chunk = 1 + random.nextInt(random.nextInt(4) == 0 ? 2 * size : Math.max(1, size / 2));
            shape.add(size);
            chunks.add(chunk);
            shards.add(chunk * (1 + random.nextInt(4)));
        }
        boolean sharded = rank > 0 && random.nextInt(3) == 0;
        DataType[] types = {
            DataType.UINT8,
            DataType.UINT16,
            DataType.UINT16,
            DataType.FLOAT32,
            DataType.INT64,
            new DataType(DataType.Kind.INT, 2),
            DataType.FLOAT64
        };
        DataType type = types[random.nextInt(types.length)];
        return new Form(
                type,
                shape,
                chunks,
                sharded ? shards : List.of(),
                randomCodecs(type, random),
                List.of(ChunkKeys.values()).get(random.nextInt(4)),
                random.nextBoolean(),
                random.nextInt(4) > 0,
                random.nextInt(3) == 0 ? 0.3 : 0,
                random.nextInt(3) * 50);
    }

    private static List<Codec> randomCodecs(DataType type, Random random) {
        var codecs = new ArrayList<Codec>();
        codecs.add(new Codec.Bytes(random.nextInt(4) == 0 ? Codec.Endian.BIG : Codec.Endian.LITTLE));
        int stages = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < stages; i++) {
            switch (random.nextInt(7)) {
                case 0 -> {}
                case 1 -> codecs.add(new Codec.Zstd(1, false));
                case 2 -> codecs.add(new Codec.Gzip(1));
                case 3 -> codecs.add(new Codec.Zlib(1));
                case 4 -> codecs.add(new Codec.Crc32c());
                case 5 -> codecs.add(blosc(Codec.Shuffle.BYTE, type.bytes()));
                default -> codecs.add(blosc(Codec.Shuffle.BIT, random.nextInt(4) == 0 ? 1 : type.bytes()));
            }
        }
        return codecs;
    }

    static Codec blosc(Codec.Shuffle shuffle, int typeBytes) {
        return new Codec.Blosc("zstd", 1, shuffle, typeBytes, 0);
    }

    /// An array of this form with random elements, many of them neighbours of the fill value.
    public static MadeArray make(Form form, Random random) {
        return new Maker(form, random).make();
    }

    public byte[] bytes() {
        byte[] bytes = new byte[content.remaining()];
        content.get(content.position(), bytes);
        return bytes;
    }

    private static final class Maker {
        private final Form form;
        private final Random random;
        private final ArrayMetadata metadata;
        private final int size;
        private final byte[] content;
        private final byte[] fill;
        private final MemoryStore store = new MemoryStore();
        private final Map<String, Integer> needed = new HashMap<>();
        private int missing;

        Maker(Form form, Random random) {
            this.form = form;
            this.random = random;
            this.metadata = form.metadata();
            this.size = form.type.bytes();
            this.content = new byte[Math.toIntExact(metadata.bytes())];
            this.fill = FillValues.stored(metadata);
        }

        MadeArray make() {
            boolean noise = random.nextInt(4) == 0;
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) (noise ? random.nextInt() : i / 97 + random.nextInt(3));
            }
            if (form.isSharded()) {
                for (List<Integer> shard : ChunkRuns.indices(metadata.grid())) {
                    writeShard(shard);
                }
            } else {
                for (List<Integer> index : ChunkRuns.indices(metadata.grid())) {
                    byte[] encoded = chunk(index);
                    if (encoded.length > 0) {
                        put(index, encoded, encoded.length);
                    }
                }
            }
            return new MadeArray(metadata, store, ByteBuffer.wrap(content).asReadOnlyBuffer(), missing, needed);
        }

        private void put(List<Integer> index, byte[] object, int neededBytes) {
            String key = PATH + "/" + form.keys.key(index);
            store.put(key, ByteBuffer.wrap(object));
            needed.put(key, neededBytes);
        }

        /// The encoded chunk at `index` of the inner grid; empty if it is to be missing, and then its
        /// elements are fill.
        private byte[] chunk(List<Integer> index) {
            if (random.nextDouble() < form.missingShare) {
                missing++;
                ChunkRuns.forEach(form.shape, form.chunkShape, index, (inArray, _, length) -> {
                    for (int i = 0; i < length * size; i++) {
                        content[inArray * size + i] = fill[i % size];
                    }
                });
                return new byte[0];
            }
            byte[] chunk = new byte[form.chunkShape.stream().reduce(1, (a, b) -> a * b) * size];
            random.nextBytes(chunk); // padding may hold anything
            ChunkRuns.forEach(
                    form.shape,
                    form.chunkShape,
                    index,
                    (inArray, inChunk, length) ->
                            System.arraycopy(content, inArray * size, chunk, inChunk * size, length * size));
            return encoded(chunk);
        }

        /// Inner chunks in any order, with gaps between them that belong to nobody.
        private void writeShard(List<Integer> shard) {
            var perShard = new ArrayList<Integer>();
            for (int axis = 0; axis < shard.size(); axis++) {
                perShard.add(form.shardShape.get(axis) / form.chunkShape.get(axis));
            }
            var inner = new ArrayList<List<Integer>>();
            ChunkRuns.indices(perShard).forEach(inner::add);
            int indexBytes = inner.size() * 16 + (form.indexChecked ? Checksum.BYTES : 0);
            ByteBuffer index = ByteBuffer.allocate(indexBytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < inner.size() * 2; i++) {
                index.putLong(i * 8, -1);
            }
            var parts = new ByteArrayOutputStream();
            int start = form.indexAtEnd ? 0 : indexBytes;
            int used = 0;
            var order = new ArrayList<Integer>();
            for (int i = 0; i < inner.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int i : order) {
                var chunk = new ArrayList<Integer>();
                boolean inside = true;
                for (int axis = 0; axis < shard.size(); axis++) {
                    int at = shard.get(axis) * perShard.get(axis) + inner.get(i).get(axis);
                    inside &= at * form.chunkShape.get(axis) < form.shape.get(axis);
                    chunk.add(at);
                }
                byte[] encoded = inside ? chunk(chunk) : new byte[0];
                if (encoded.length > 0) {
                    byte[] gap = new byte[random.nextInt(3)];
                    parts.writeBytes(gap);
                    index.putLong(i * 16, start + parts.size()).putLong(i * 16 + 8, encoded.length);
                    parts.writeBytes(encoded);
                    used += encoded.length;
                }
            }
            if (used == 0 && random.nextBoolean()) {
                return; // a shard without chunks may be stored or not
            }
            if (form.indexChecked) {
                ByteBuffer entries = index.duplicate().limit(inner.size() * 16);
                index.putInt(inner.size() * 16, Checksum.of(entries));
            }
            var object = new ByteArrayOutputStream();
            object.writeBytes(form.indexAtEnd ? parts.toByteArray() : index.array());
            object.writeBytes(form.indexAtEnd ? index.array() : parts.toByteArray());
            put(shard, object.toByteArray(), used + indexBytes);
        }

        private byte[] encoded(byte[] chunk) {
            byte[] bytes = chunk;
            for (Codec codec : form.codecs) {
                bytes = switch (codec) {
                    case Codec.Bytes order -> ordered(bytes, order.endian());
                    case Codec.Zstd zstd -> Zstd.compress(bytes, zstd.level());
                    case Codec.Gzip _ -> deflated(bytes, true);
                    case Codec.Zlib _ -> deflated(bytes, false);
                    case Codec.Crc32c _ -> checked(bytes);
                    case Codec.Blosc blosc -> blosc(bytes, blosc);
                    default -> throw new IllegalArgumentException(codec.zarrName());
                };
            }
            return bytes;
        }

        private byte[] ordered(byte[] bytes, Codec.Endian endian) {
            if (endian == Codec.Endian.LITTLE) {
                return bytes;
            }
            int word = form.type.wordBytes();
            byte[] swapped = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                swapped[i] = bytes[i - i % word + word - 1 - i % word];
            }
            return swapped;
        }

        private static byte[] deflated(byte[] bytes, boolean gzip) {
            var out = new ByteArrayOutputStream();
            try (var packed = gzip ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
                packed.write(bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return out.toByteArray();
        }

        private static byte[] checked(byte[] bytes) {
            return ByteBuffer.allocate(bytes.length + Checksum.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put(bytes)
                    .putInt(Checksum.of(ByteBuffer.wrap(bytes)))
                    .array();
        }

        private static byte[] blosc(byte[] bytes, Codec.Blosc blosc) {
            int type = bytes.length % blosc.typeBytes() == 0 ? blosc.typeBytes() : 1;
            if (blosc.shuffle() == Codec.Shuffle.BIT) {
                try (var encoder = new BitShuffleEncoder(1)) {
                    ByteBuffer frame = encoder.chunk(type, bytes);
                    byte[] copy = new byte[frame.remaining()];
                    frame.get(copy);
                    return copy;
                }
            }
            int elements = bytes.length / type;
            var planes = new Planes(type, elements).reshape(1, elements);
            for (int i = 0; i < bytes.length; i++) {
                planes.plane(i % type)[i / type] = bytes[i];
            }
            try (var encoder = new ChunkEncoder(type, 1, elements, new byte[type], 1)) {
                byte[] frame = new byte[encoder.bound()];
                return Arrays.copyOf(frame, encoder.encodeAlways(planes, 0, 0, frame, 0));
            }
        }
    }
}
