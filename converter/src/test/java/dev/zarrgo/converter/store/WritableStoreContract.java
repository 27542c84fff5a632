package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises to those who write.
abstract class WritableStoreContract extends StoreContract {

    /// A store without objects, which may use `folder`.
    abstract WritableStore empty(Path folder) throws IOException;

    @Override
    Store filled(Map<String, byte[]> objects, Path folder) throws IOException {
        WritableStore store = empty(folder);
        objects.forEach((key, content) -> store.put(key, ByteBuffer.wrap(content)));
        return store;
    }

    @Test
    void emptyStoreHoldsNothing(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder.resolve("not/there/yet"))) {
            assertThat(store.list("")).contains(List.of());
            assertThat(store.open("zarr.json")).isEmpty();
        }
    }

    @Test
    void objectIsReplacedAsAWhole(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("a", ByteBuffer.wrap(bytes("a long text")));
            store.put("a", ByteBuffer.wrap(bytes("short")));
            assertThat(text(store, "a")).contains("short");
            assertThat(store.list("")).contains(List.of("a"));
        }
    }

    @Test
    void nobodySeesAnObjectBeforeItIsCommitted(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("a/old", ByteBuffer.wrap(bytes("old")));
            try (ObjectWriter fresh = store.create("a/new");
                    ObjectWriter other = store.create("a/old")) {
                fresh.append(ByteBuffer.wrap(bytes("new")));
                other.append(ByteBuffer.wrap(bytes("other")));
                assertThat(store.open("a/new")).isEmpty();
                assertThat(text(store, "a/old")).contains("old");
                assertThat(store.list("a")).contains(List.of("old"));
                fresh.commit();
                other.commit();
                assertThat(text(store, "a/new")).contains("new");
                assertThat(text(store, "a/old")).contains("other");
            }
            assertThat(store.list("a")).contains(List.of("new", "old"));
        }
    }

    @Test
    void givenUpObjectLeavesTheOldOne(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("old", ByteBuffer.wrap(bytes("old")));
            for (String key : List.of("old", "new")) {
                try (ObjectWriter writer = store.create(key)) {
                    writer.append(ByteBuffer.wrap(bytes("something else")));
                }
            }
            assertThat(store.list("")).contains(List.of("old"));
            assertThat(text(store, "old")).contains("old");
        }
    }

    @Test
    void appendTakesWhatIsLeftOfAnyBuffer(@TempDir Path folder) throws IOException {
        byte[] content = noise(LARGE_BYTES);
        try (WritableStore store = empty(folder)) {
            try (ObjectWriter writer = store.create("x/y")) {
                assertThat(writer.size()).isZero();
                ByteBuffer direct = ByteBuffer.allocateDirect(2_500_000)
                        .put(content, 0, 2_500_000)
                        .flip();
                writer.append(direct);
                assertThat(direct.remaining()).isZero();
                ByteBuffer part = ByteBuffer.wrap(content, 2_500_000, 400_000);
                writer.append(part.asReadOnlyBuffer());
                writer.append(ByteBuffer.allocate(0));
                writer.append(ByteBuffer.wrap(content).position(2_900_000).slice());
                assertThat(writer.size()).isEqualTo(LARGE_BYTES);
                writer.commit();
            }
            assertThat(store.read("x/y", LARGE_BYTES))
                    .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
        }
    }

    @Test
    void deletedObjectIsGoneAndAbsenceIsNoError(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("a/b", ByteBuffer.wrap(bytes("x")));
            store.delete("a/b");
            store.delete("a/b");
            store.delete("no/such/object");
            assertThat(store.open("a/b")).isEmpty();
        }
    }

    @Test
    void exchangeWritesOnlyOverWhatItExpects(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            assertThat(store.exchange("a", Optional.of(bytes("old")), bytes("new")))
                    .isFalse();
            assertThat(store.exchange("a", Optional.empty(), bytes("first"))).isTrue();
            assertThat(store.exchange("a", Optional.empty(), bytes("second"))).isFalse();
            assertThat(store.exchange("a", Optional.of(bytes("other")), bytes("second")))
                    .isFalse();
            assertThat(text(store, "a")).contains("first");
            assertThat(store.exchange("a", Optional.of(bytes("first")), bytes("second")))
                    .isTrue();
            assertThat(text(store, "a")).contains("second");
        }
    }

    @Test
    void manyAreDeletedAtOnce(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            for (String key : List.of("a", "b/c", "b/d")) {
                store.put(key, ByteBuffer.wrap(bytes(key)));
            }
            store.deleteAll(List.of("a", "b/c", "no/such/object"));
            assertThat(store.sizes("").orElseThrow()).containsOnlyKeys("b/d");
        }
    }

    @Test
    void badKeyIsAProgrammingError(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            for (String key : List.of("", "/a", "a/", "a//b", ".", "..", "a/../../b", "./a")) {
                assertThatThrownBy(() -> store.put(key, ByteBuffer.allocate(1)))
                        .as(key)
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> store.create(key)).as(key).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> store.delete(key)).as(key).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void manyThreadsWriteIntoTheSameNewFolders(@TempDir Path folder) throws Exception {
        try (WritableStore store = empty(folder);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> writes = IntStream.range(0, 200)
                    .<Future<?>>mapToObj(i -> threads.submit(
                            () -> store.put("a/%d/b/%d".formatted(i % 3, i), ByteBuffer.wrap(bytes("" + i)))))
                    .toList();
            for (Future<?> write : writes) {
                write.get();
            }
            for (int i = 0; i < 200; i++) {
                assertThat(text(store, "a/%d/b/%d".formatted(i % 3, i))).contains("" + i);
            }
        }
    }

    /// Whoever reads while an object is replaced again and again sees one or another, whole.
    @Test
    void readersSeeAWholeObjectWhileItIsReplaced(@TempDir Path folder) throws Exception {
        byte[][] versions = new byte[3][];
        for (int v = 0; v < 3; v++) {
            versions[v] = new byte[200_000 + v];
            Arrays.fill(versions[v], (byte) v);
        }
        try (WritableStore store = empty(folder);
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            store.put("x", ByteBuffer.wrap(versions[0]));
            Future<?> writing = threads.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    store.put("x", ByteBuffer.wrap(versions[i % 3]));
                }
            });
            do {
                byte[] seen = store.read("x", 1 << 20).orElseThrow();
                assertThat(seen.length).isBetween(200_000, 200_002);
                assertThat(Arrays.equals(seen, versions[seen.length - 200_000])).isTrue();
            } while (!writing.isDone());
            writing.get();
        }
    }
}
