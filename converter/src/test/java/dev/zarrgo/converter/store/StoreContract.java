package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises to those who read.
abstract class StoreContract {

    static final int LARGE_BYTES = 3_000_017;

    /// A store with these objects, which may use `folder`.
    abstract Store filled(Map<String, byte[]> objects, Path folder) throws IOException;

    /// Whether these stores can tell what is in them.
    boolean lists() {
        return true;
    }

    private Optional<List<String>> listed(String... names) {
        return lists() ? Optional.of(List.of(names)) : Optional.empty();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static Optional<String> text(Store store, String key) {
        return store.read(key, 1000).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> objects() {
        var objects = new TreeMap<String, byte[]>();
        objects.put("zarr.json", bytes("{}"));
        objects.put("a/zarr.json", bytes("a"));
        objects.put("a/b02/c/0/0", bytes("zero"));
        objects.put("a/b02/c/0/1", bytes("one"));
        objects.put("a/b02/c/10/0", bytes("ten"));
        objects.put("a/b02/0.0", noise(1000));
        objects.put("ab/x", bytes("other"));
        objects.put("empty", new byte[0]);
        objects.put("large", noise(LARGE_BYTES));
        objects.put("with space/ü/100%/a:b", bytes("odd"));
        return objects;
    }

    @Test
    void everyObjectIsThereAsItWasWritten(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            objects().forEach((key, content) -> assertThat(store.read(key, LARGE_BYTES))
                    .as(key)
                    .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content)));
        }
    }

    @Test
    void missingObjectIsEmptyNotAnError(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            for (String key : List.of(
                    "no",
                    "a/no",
                    "no/no/no",
                    "a",
                    "a/b02",
                    "a/b02/c",
                    "zarr.json/zarr.json",
                    "zarr.json/a/b",
                    "empty/.zarray",
                    "zarr",
                    "zarr.jsonx",
                    "A")) {
                assertThat(store.open(key)).as(key).isEmpty();
                assertThat(store.read(key, 10)).as(key).isEmpty();
            }
        }
    }

    /// Keys come from metadata, which may be hostile: none leads out of the store.
    @Test
    void badKeyIsNeverAnObject(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder.resolve("inner"))) {
            for (String key : List.of(
                    "",
                    "/",
                    "/zarr.json",
                    "a//zarr.json",
                    "a/",
                    "a/../zarr.json",
                    "./zarr.json",
                    "..",
                    "../inner/zarr.json",
                    "/etc/passwd",
                    "a/./zarr.json")) {
                Throwable refused =
                        catchThrowable(() -> assertThat(store.open(key)).as(key).isEmpty());
                assertThat(refused)
                        .as(key)
                        .satisfiesAnyOf(none -> assertThat(none).isNull(), programming -> assertThat(programming)
                                .isInstanceOf(IllegalArgumentException.class));
            }
        }
    }

    @Test
    void sizeIsThatOfTheObject(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            objects()
                    .forEach((key, content) ->
                            assertThat(store.size(key)).as(key).hasValue(content.length));
            assertThat(store.size("no")).isEmpty();
            assertThat(store.size("a")).isEmpty();
        }
    }

    @Test
    void expectedObjectsAreThereAsOthersAre(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            store.expect(List.of("large", "no", "empty", "zarr.json", "a/zarr.json"), () -> {});
            assertThat(store.open("no")).isEmpty();
            assertThat(text(store, "zarr.json")).contains("{}");
            assertThat(text(store, "empty")).contains("");
            assertThat(store.read("large", LARGE_BYTES))
                    .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(noise(LARGE_BYTES)));
            assertThat(store.isAtHand("large")).isTrue();
        }
    }

    @Test
    void anyPartOfAnObjectCanBeReadInAnyOrder(@TempDir Path folder) throws IOException {
        byte[] content = noise(LARGE_BYTES);
        var random = new Random(1);
        try (Store store = filled(objects(), folder);
                ObjectReader reader = store.open("large").orElseThrow()) {
            assertThat(reader.size()).isEqualTo(LARGE_BYTES);
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(LARGE_BYTES + 1);
                int length = random.nextInt(Math.min(200_000, LARGE_BYTES - from + 1));
                ByteBuffer target = i % 2 == 0 ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
                reader.read(from, target);
                byte[] actual = new byte[length];
                assertThat(target.remaining()).isZero();
                target.flip().get(actual);
                assertThat(actual).isEqualTo(Arrays.copyOfRange(content, from, from + length));
            }
        }
    }

    @Test
    void readingFillsTheRestOfTheBufferAndNothingElse(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder);
                ObjectReader reader = store.open("a/b02/c/10/0").orElseThrow()) {
            ByteBuffer target = ByteBuffer.wrap(bytes("......")).position(1).limit(3);
            reader.read(1, target);
            assertThat(target.array()).asString().isEqualTo(".en...");
            assertThat(target.position()).isEqualTo(3);
        }
    }

    @Test
    void readingBeyondTheEndSaysWhereTheObjectEnds(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            for (String key : List.of("a/b02/c/10/0", "empty")) {
                try (ObjectReader reader = store.open(key).orElseThrow()) {
                    for (long position : new long[] {0, 1, 3, 4, 1000, 1L << 33}) {
                        assertThatThrownBy(() -> reader.read(position, ByteBuffer.allocate(4)))
                                .as("%s at %d", key, position)
                                .isInstanceOf(EndOfObjectException.class);
                    }
                }
            }
        }
    }

    @Test
    void objectLargerThanTheLimitIsRefused(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            assertThat(store.read("a/b02/0.0", 1000)).isPresent();
            assertThatThrownBy(() -> store.read("a/b02/0.0", 999))
                    .isInstanceOf(UnusableSourceException.class)
                    .hasMessageContaining("a/b02/0.0");
        }
    }

    @Test
    void listingGivesTheNamesDirectlyBelowInOrder(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            assertThat(store.list("")).isEqualTo(listed("a", "ab", "empty", "large", "with space", "zarr.json"));
            assertThat(store.list("a")).isEqualTo(listed("b02", "zarr.json"));
            assertThat(store.list("a/b02/c")).isEqualTo(listed("0", "10"));
            assertThat(store.list("a/b02/c/0")).isEqualTo(listed("0", "1"));
        }
    }

    @Test
    void nothingIsListedBelowWhatIsNotThere(@TempDir Path folder) throws IOException {
        try (Store store = filled(objects(), folder)) {
            for (String prefix : List.of("no", "a/no/no", "zarr.json", "zarr.json/no", "a/b0")) {
                assertThat(store.list(prefix)).as(prefix).isEqualTo(listed());
            }
        }
    }

    @Test
    void oneStoreServesManyThreads(@TempDir Path folder) throws Exception {
        byte[] content = noise(LARGE_BYTES);
        try (Store store = filled(objects(), folder);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> reads = IntStream.range(0, 12)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        assertThat(store.list("a/b02")).isEqualTo(listed("0.0", "c"));
                        return Arrays.equals(store.read("large", LARGE_BYTES).orElseThrow(), content);
                    })
                    .toList();
            for (Future<Boolean> read : threads.invokeAll(reads)) {
                assertThat(read.get()).isTrue();
            }
        }
    }
}
