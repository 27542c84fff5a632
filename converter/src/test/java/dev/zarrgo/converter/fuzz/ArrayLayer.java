package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.codec.Checksum;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.MadeArray;
import dev.zarrgo.converter.zarr.RowStream;
import dev.zarrgo.converter.zarr.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// Arrays of any form with damaged, exchanged or missing objects, shards among them (rules I8, R38).
///
/// Row by row and as a table they come to the same; a few wrong bytes in front of a checksum, and a chunk
/// that is cut, are refused.
final class ArrayLayer implements Layer {

    /// What a reader may make of the damage.
    private enum Expectation {
        ANYTHING,
        REFUSED,
        RIGHT_OR_REFUSED
    }

    private final DecodeScratch scratch = new DecodeScratch();

    @Override
    public Attempt attempt(Random random) {
        MadeArray.Form form = MadeArray.randomForm(random.nextInt(4), random);
        MadeArray array = MadeArray.make(form, random);
        NavigableMap<String, byte[]> objects = array.store().objects();
        if (objects.isEmpty()) {
            return new ArrayAttempt(array, objects, Expectation.RIGHT_OR_REFUSED);
        }
        List<String> keys = new ArrayList<>(objects.keySet());
        String key = keys.get(random.nextInt(keys.size()));
        byte[] object = array.store().object(key);
        byte[] other = array.store().object(keys.get(random.nextInt(keys.size())));
        boolean checked =
                form.codecs().stream().anyMatch(ChunkLayer::isChecked) && (!form.isSharded() || form.indexChecked());
        Expectation expectation = Expectation.ANYTHING;
        switch (random.nextInt(6)) {
            case 0 -> objects.remove(key);
            case 1 -> {
                boolean cut = object.length > 0;
                objects.put(key, Arrays.copyOf(object, cut ? random.nextInt(object.length) : 0));
                expectation = cut && !form.isSharded() ? Expectation.REFUSED : expectation;
            }
            case 2, 3 -> {
                objects.put(key, Damage.flipped(object, random));
                expectation = checked ? Expectation.RIGHT_OR_REFUSED : expectation;
            }
            default ->
                objects.put(
                        key,
                        form.isSharded() && random.nextBoolean()
                                ? withWrongEntry(object, form, random)
                                : Damage.any(object, other, random));
        }
        return new ArrayAttempt(array, objects, expectation);
    }

    /// Changes offset or length of an inner chunk, and the checksum of the index with it.
    private static byte[] withWrongEntry(byte[] shard, MadeArray.Form form, Random random) {
        int inner = 1;
        for (int axis = 0; axis < form.shape().size(); axis++) {
            inner *= form.shardShape().get(axis) / form.chunkShape().get(axis);
        }
        int entries = 2 * Long.BYTES * inner;
        int length = entries + (form.indexChecked() ? Checksum.BYTES : 0);
        byte[] damaged = shard.clone();
        int start = form.indexAtEnd() ? damaged.length - length : 0;
        ByteBuffer index = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
        int at = start + Long.BYTES * random.nextInt(2 * inner);
        index.putLong(at, Damage.extreme(index.getLong(at), damaged.length, random));
        if (form.indexChecked()) {
            index.putInt(start + entries, Checksum.of(ByteBuffer.wrap(damaged, start, entries)));
        }
        return damaged;
    }

    @Override
    public void close() {
        scratch.close();
    }

    private final class ArrayAttempt implements Attempt {
        private final MadeArray array;
        private final NavigableMap<String, byte[]> objects;
        private final Expectation expectation;

        ArrayAttempt(MadeArray array, NavigableMap<String, byte[]> objects, Expectation expectation) {
            this.array = array;
            this.objects = objects;
            this.expectation = expectation;
        }

        @Override
        public Map<String, byte[]> input() {
            return objects;
        }

        @Override
        public long maxBytes() {
            long stored =
                    objects.values().stream().mapToLong(object -> object.length).sum();
            long chunk = array.metadata().innerChunkShape().stream().reduce(1, (a, b) -> a * b);
            // A reader's own buffers, of which there is a set for each chunk.
            return (8L << 20) + 16 * (stored + array.metadata().bytes() + chunk) + chunks() * (1L << 20);
        }

        private long chunks() {
            return array.metadata().innerGrid().stream().reduce(1, (a, b) -> a * b);
        }

        @Override
        public boolean run() {
            var store = MemoryStore.of(objects);
            ArrayMetadata metadata = array.metadata();
            Optional<byte[]> table = outcome(store, () -> Table.read(store, MadeArray.PATH, metadata, scratch)
                    .content());
            if (metadata.rank() == 2) {
                Optional<byte[]> rows = outcome(store, () -> rows(store, metadata));
                if (rows.isPresent() != table.isPresent() || !Arrays.equals(rows.orElse(null), table.orElse(null))) {
                    throw new AssertionError("rows and table differ in %s".formatted(metadata));
                }
            }
            boolean right = table.isPresent() && Arrays.equals(table.get(), array.bytes());
            boolean allowed =
                    switch (expectation) {
                        case ANYTHING -> true;
                        case REFUSED -> table.isEmpty();
                        case RIGHT_OR_REFUSED -> right || table.isEmpty();
                    };
            if (!allowed) {
                throw new AssertionError("damage is taken for data in %s".formatted(metadata));
            }
            return table.isPresent();
        }

        private Optional<byte[]> outcome(MemoryStore store, Supplier<byte[]> action) {
            Optional<byte[]> content = Refusal.orContent(action);
            if (store.openHandles() > 0) {
                throw new AssertionError("left open");
            }
            return content;
        }

        private byte[] rows(MemoryStore store, ArrayMetadata metadata) {
            int height = metadata.shape().get(0);
            int width = metadata.shape().get(1);
            int size = metadata.type().bytes();
            var planes = new Planes(size, height * width).reshape(height, width);
            try (var stream = new RowStream(store, MadeArray.PATH, metadata)) {
                stream.read(height, planes, 0, scratch);
            }
            byte[] content = new byte[height * width * size];
            for (int i = 0; i < content.length; i++) {
                content[i] = planes.plane(i % size)[i / size];
            }
            return content;
        }
    }
}
