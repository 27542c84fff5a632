package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A target is made or replaced as a whole, by one run at a time, whatever earlier runs left (rules R81 to
/// R83).
class TargetFolderTest {

    private static final String MARKER = "zarr.json";
    private static final String NAME = "x.zarr";

    private static TargetFolder lock(Path folder) {
        return TargetFolder.lock(Location.of(folder.resolve(NAME)), MARKER);
    }

    /// A complete store: some objects, the marker last.
    private static void write(WritableStore store, String content) {
        for (String key : List.of("a/c/0", "a/zarr.json", "b/c/0", MARKER)) {
            store.put(key, ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void convert(Path folder, String content) {
        try (TargetFolder target = lock(folder);
                WritableStore store = target.begin()) {
            write(store, content);
            target.publish();
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static void assertHolds(Path folder, String content) {
        assertThat(names(folder)).containsExactly(NAME);
        assertThat(folder.resolve(NAME).resolve(MARKER)).hasContent(content);
        assertThat(folder.resolve(NAME).resolve("b/c/0")).hasContent(content);
    }

    // --- one run

    @Test
    void newTargetIsWrittenWhereItStays(@TempDir Path folder) {
        Path parent = folder.resolve("not/there/yet");
        try (TargetFolder target = lock(parent)) {
            assertThat(target.exists()).isFalse();
            try (WritableStore store = target.begin()) {
                assertThat(store.location()).isEqualTo(target.location());
                write(store, "one");
                target.publish();
            }
        }
        assertHolds(parent, "one");
    }

    @Test
    void replacementIsWrittenBesideAndTakesThePlace(@TempDir Path folder) {
        convert(folder, "one");
        try (TargetFolder target = lock(folder)) {
            assertThat(target.exists()).isTrue();
            try (WritableStore store = target.begin()) {
                assertThat(store.location().name()).startsWith(NAME + ".tmp-");
                write(store, "two");
                assertThat(folder.resolve(NAME).resolve(MARKER)).hasContent("one");
                target.publish();
            }
        }
        assertHolds(folder, "two");
    }

    @Test
    void failedRunLeavesNothingOfANewTarget(@TempDir Path folder) {
        try (TargetFolder target = lock(folder);
                WritableStore store = target.begin()) {
            store.put("a/c/0", ByteBuffer.allocate(3));
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void failedRunLeavesTheOldTarget(@TempDir Path folder) {
        convert(folder, "one");
        try (TargetFolder target = lock(folder);
                WritableStore store = target.begin()) {
            write(store, "two");
        }
        assertHolds(folder, "one");
    }

    @Test
    void runThatOnlyLooksLeavesNothing(@TempDir Path folder) {
        try (TargetFolder target = lock(folder)) {
            assertThat(target.exists()).isFalse();
            assertThatThrownBy(target::publish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names(folder)).isEmpty();
    }

    /// The way of systems that cannot exchange two folders in one step.
    @Test
    void replacementByTwoRenamesTakesThePlaceToo(@TempDir Path folder) throws IOException {
        convert(folder, "one");
        Path fresh = folder.resolve(NAME + ".tmp-1");
        write(new FileStore(Location.of(fresh)), "two");
        Path old = TargetFolder.replaceByRenames(fresh, folder.resolve(NAME));
        assertThat(old.resolve(MARKER)).hasContent("one");
        lock(folder).close();
        assertHolds(folder, "two");
    }

    @Test
    void failedSecondRenameUndoesTheFirst(@TempDir Path folder) {
        convert(folder, "one");
        assertThatThrownBy(() -> TargetFolder.replaceByRenames(folder.resolve("missing"), folder.resolve(NAME)))
                .isInstanceOf(IOException.class);
        assertHolds(folder, "one");
    }

    // --- what killed runs leave

    /// The states in which a run can be killed, as the folders that it leaves: `name content`, where a
    /// content that ends in `-` lacks its marker.
    @ParameterizedTest
    @ValueSource(
            strings = {
                // before the exchange
                "x.zarr one, x.zarr.tmp-7 two- -> one",
                "x.zarr one, x.zarr.tmp-7 two -> one",
                // after it, and while the old one is removed
                "x.zarr two, x.zarr.tmp-7 one -> two",
                "x.zarr two, x.zarr.tmp-7 one- -> two",
                // between the two renames: the new one is complete, and so is the old one
                "x.zarr.tmp-7 two, x.zarr.tmp-7-old one -> two",
                "x.zarr.tmp-123 two, x.zarr.tmp-123-old one -> two",
                // after the second
                "x.zarr two, x.zarr.tmp-7-old one -> two",
                "x.zarr two, x.zarr.tmp-7-old one- -> two",
                // several killed runs
                "x.zarr one, x.zarr.tmp-7 two-, x.zarr.tmp-8 three, x.zarr.tmp-9-old four -> one",
                "x.zarr.tmp-7 two-, x.zarr.tmp-8 three- ->",
                // only the old one is left
                "x.zarr.tmp-7 two-, x.zarr.tmp-7-old one -> one",
                // of a new target, which was written in place
                "x.zarr one- -> one-",
                "x.zarr.tmp-7 two- ->",
            })
    void nextRunFinishesOrRemovesWhatAKilledOneLeft(String states, @TempDir Path folder) throws IOException {
        String[] sides = states.split(" ?->", -1);
        for (String state : sides[0].split(", ", -1)) {
            String[] words = state.split(" ", -1);
            var store = new FileStore(Location.of(folder.resolve(words[0])));
            String content = words[1].replace("-", "");
            write(store, content);
            if (words[1].endsWith("-")) {
                store.delete(MARKER);
            }
        }
        Files.createFile(folder.resolve(NAME + ".lock"));
        String left = sides[1].strip();
        try (TargetFolder target = lock(folder)) {
            assertThat(target.exists()).isEqualTo(!left.isEmpty());
        }
        assertThat(names(folder)).isEqualTo(left.isEmpty() ? List.of() : List.of(NAME));
        if (!left.isEmpty()) {
            assertThat(folder.resolve(NAME).resolve("b/c/0")).hasContent(left.replace("-", ""));
            assertThat(Files.exists(folder.resolve(NAME).resolve(MARKER))).isEqualTo(!left.endsWith("-"));
        }
    }

    /// The same of a run that had noted what was finished.
    @ParameterizedTest
    @DisplayName("R84: only a run that was interrupted before the exchange is gone on with")
    @CsvSource({
        // while it writes
        "x.zarr one, x.zarr.tmp-7 two-, one, true",
        // after the exchange
        "x.zarr two, x.zarr.tmp-7 one, two, false",
        // its content is gone
        "x.zarr one, x.zarr.tmp-8 two-, one, false",
    })
    void interruptedRunIsToldFromAFinishedOne(
            String target, String beside, String content, boolean interrupted, @TempDir Path folder)
            throws IOException {
        for (String state : List.of(target, beside)) {
            String[] words = state.split(" ", -1);
            var store = new FileStore(Location.of(folder.resolve(words[0])));
            write(store, words[1].replace("-", ""));
            if (words[1].endsWith("-")) {
                store.delete(MARKER);
            }
        }
        Files.writeString(
                folder.resolve(NAME + ".run.json"), new RunRecord("f", new TreeMap<>()).json(NAME + ".tmp-7"));
        try (TargetFolder again = lock(folder)) {
            assertThat(again.interrupted().isPresent()).isEqualTo(interrupted);
        }
        if (interrupted) {
            assertThat(names(folder)).hasSize(3);
            try (TargetFolder other = lock(folder)) {
                other.discard();
            }
        }
        assertHolds(folder, content);
    }

    @Test
    void whatBelongsToOtherTargetsStays(@TempDir Path folder) throws IOException {
        List<String> others =
                List.of("other.zarr", "other.zarr.tmp-7", "x.zarr.bak", "x.zarr2", "x.zarrtmp-7", "xx.zarr.tmp-7");
        for (String other : others) {
            Files.createDirectory(folder.resolve(other));
        }
        convert(folder, "one");
        assertThat(names(folder)).containsAll(others).hasSize(others.size() + 1);
    }

    @Test
    void linkInALeftoverIsRemovedAndNotWhatItPointsTo(@TempDir Path folder) throws IOException {
        Path precious =
                Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("precious"), "!");
        Path leftover = Files.createDirectory(folder.resolve(NAME + ".tmp-7"));
        Files.createSymbolicLink(leftover.resolve("link"), precious.getParent());
        convert(folder, "one");
        assertThat(precious).hasContent("!");
        assertThat(names(folder)).containsExactly("data", NAME);
    }

    // --- several runs

    private static void assertBusy(Path folder, long holder) {
        assertThatThrownBy(() -> lock(folder)).isInstanceOfSatisfying(UnavailableException.class, busy -> {
            assertThat(ExitCode.of(busy)).isEqualTo(75);
            assertThat(busy).hasMessageContaining(NAME).hasMessageContaining("process " + holder);
        });
    }

    @Test
    void secondRunInTheSameProcessFindsItBusy(@TempDir Path folder) {
        try (TargetFolder target = lock(folder)) {
            assertThat(target.exists()).isFalse();
            assertBusy(folder, ProcessHandle.current().pid());
        }
        assertThatCode(() -> lock(folder).close()).doesNotThrowAnyException();
    }

    @Test
    void sameTargetByAnotherPathIsBusyToo(@TempDir Path folder) throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (TargetFolder target = lock(real)) {
            assertThat(target.exists()).isFalse();
            assertBusy(link, ProcessHandle.current().pid());
        }
    }

    /// Another process, which says a word and waits for its input to end.
    private static Process start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertThat(classes).contains(File.separator);
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes,
                        TargetFolderHolder.class.getName(),
                        folder.resolve(NAME).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String word(Process process) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }

    @Test
    void runInAnotherProcessFindsItBusy(@TempDir Path folder) throws Exception {
        try (TargetFolder target = lock(folder)) {
            // A try of this process must not give the lock away: POSIX locks end with the first channel.
            assertBusy(folder, ProcessHandle.current().pid());
            Process other = start(folder);
            assertThat(word(other)).isEqualTo("busy");
            assertThat(other.waitFor()).isZero();
            assertThat(target.exists()).isFalse();
        }
        Process other = start(folder);
        assertThat(word(other)).isEqualTo("locked " + NAME);
        other.getOutputStream().close();
        assertThat(other.waitFor()).isZero();
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void lockOfAKilledProcessIsFree(@TempDir Path folder) throws Exception {
        Process other = start(folder);
        assertThat(word(other)).isEqualTo("locked " + NAME);
        assertBusy(folder, other.pid());
        assertBusy(folder, other.pid());
        other.destroyForcibly().waitFor();
        assertThat(names(folder)).containsExactly(NAME + ".lock");
        convert(folder, "one");
        assertHolds(folder, "one");
    }

    @Test
    void atMostOneOfManyThreadsHoldsTheTarget(@TempDir Path folder) throws Exception {
        var holders = new AtomicInteger();
        var taken = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            var runs = new ArrayList<Future<?>>();
            for (int i = 0; i < 300; i++) {
                runs.add(threads.submit(() -> {
                    try (TargetFolder target = lock(folder)) {
                        assertThat(holders.incrementAndGet()).isEqualTo(1);
                        assertThat(target.exists()).isFalse();
                        taken.incrementAndGet();
                        holders.decrementAndGet();
                    } catch (UnavailableException busy) {
                        assertThat(busy).hasMessageContaining(NAME);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(taken.get()).isPositive();
        assertThat(names(folder)).isEmpty();
    }

    /// Rule X3. A listing that was begun before an exchange may end after the old folder was removed; every
    /// path leads to the old content or the new one at any time.
    @Test
    void readersFindTheTargetWholeWhileItIsReplaced(@TempDir Path folder) throws Exception {
        convert(folder, "0");
        var replacements = new AtomicInteger(); // odd while one is going on
        Path target = folder.resolve(NAME);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> writing = threads.submit(() -> {
                for (int i = 1; i <= 60; i++) {
                    try (TargetFolder run = lock(folder);
                            WritableStore store = run.begin()) {
                        write(store, String.valueOf(i));
                        replacements.incrementAndGet();
                        run.publish();
                        replacements.incrementAndGet();
                    }
                }
            });
            int last = 0;
            while (!writing.isDone()) {
                for (String key : List.of(MARKER, "a/zarr.json", "a/c/0", "b/c/0")) {
                    int version = Integer.parseInt(Files.readString(target.resolve(key)));
                    assertThat(version).isGreaterThanOrEqualTo(last);
                    last = version;
                }
                int before = replacements.get();
                var seen = new ArrayList<String>();
                try (DirectoryStream<Path> children = Files.newDirectoryStream(target)) {
                    children.forEach(child -> seen.add(child.getFileName().toString()));
                }
                if (replacements.get() == before && before % 2 == 0) {
                    assertThat(seen).containsExactlyInAnyOrder("a", "b", MARKER);
                }
            }
            writing.get();
        }
        assertHolds(folder, "60");
    }

    // --- places where nothing can be written

    private static int exitCode(Path folder) {
        try {
            lock(folder).close();
            return 0;
        } catch (ZarrgoException refused) {
            return ExitCode.of(refused);
        }
    }

    @Test
    void parentThatIsAFileCannotHoldATarget(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "!");
        assertThat(exitCode(file)).isEqualTo(73);
        assertThat(exitCode(file.resolve("deeper"))).isEqualTo(73);
        assertThat(file).hasContent("!");
    }

    @Test
    void parentThatMayNotBeWrittenIsForbidden(@TempDir Path folder) throws IOException {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assertThat(closed.toFile().setWritable(false, false)).isTrue();
        try {
            Assumptions.assumeFalse(Files.isWritable(closed), "this user may write everywhere");
            assertThat(exitCode(closed)).isEqualTo(77);
        } finally {
            assertThat(closed.toFile().setWritable(true)).isTrue();
        }
    }

    /// Linux lets nobody create files in its process table, not even the superuser.
    @Test
    void folderOfTheSystemCannotBeWritten() {
        Path system = Path.of("/proc/self/task");
        Assumptions.assumeTrue(Files.isDirectory(system), "no " + system);
        assertThat(exitCode(system)).isIn(73, 74, 77);
    }
}
