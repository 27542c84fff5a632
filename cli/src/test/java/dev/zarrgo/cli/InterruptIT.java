package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.ChildProcess.Ended;
import dev.zarrgo.testkit.ChildProcess.Signal;
import dev.zarrgo.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that is asked to stop does so soon and leaves what was there before; one that is killed leaves
/// nothing that a reader could take for a store, and nothing that the next run stumbles over (rules X3, X6,
/// R81 to R83).
@EnabledOnOs(OS.LINUX)
class InterruptIT {

    /// A second or two, for a machine that does other things as well. The program itself would give up
    /// tidying after ten.
    private static final Duration SOON = Duration.ofSeconds(8);

    /// Compresses for half a minute: long enough to be in the middle of it.
    private static final List<Object> SLOWLY = List.of("--compression-level", 9, "--threads", 2);

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.MEDIUM);
    private static final TestProduct OTHER = TestProduct.sample("L1C", 2, TestProduct.SMALL);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Map<String, String> undisturbed;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeAll
    static void convertUndisturbed(@TempDir Path shared) {
        var store = new StoreFolder(shared.resolve("out.zarr"));
        Invocation.successful("convert", PRODUCT.folder(), store.root());
        undisturbed = store.digests();
    }

    private Path target() {
        return folder.resolve("out.zarr");
    }

    private ChildProcess convert(List<Object> options) {
        return JavaProgram.zarrgo()
                .withSignals()
                .start(Stream.concat(Stream.of("convert", PRODUCT.folder(), target()), options.stream())
                        .toArray());
    }

    private static List<Object> with(List<Object> options, Object... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    /// Names in the folder of the target.
    private List<String> names() {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// Files below the folder of the target, while somebody else writes there.
    private long files() {
        for (int attempt = 0; ; attempt++) {
            try (Stream<Path> all = Files.walk(folder)) {
                return all.filter(Files::isRegularFile).count();
            } catch (IOException | UncheckedIOException broken) {
                if (attempt > 100) {
                    throw new AssertionError(broken);
                }
            }
        }
    }

    // --- asked to stop

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void signalEndsAConversionSoonAndLeavesNothing(Signal signal, int exitCode) {
        try (ChildProcess child = convert(SLOWLY)) {
            child.until("something is written", () -> files() > 20).signal(signal);
            Ended ended = child.ended(SOON);
            assertThat(ended.exitCode()).isEqualTo(exitCode);
            assertThat(ended.err())
                    .contains("interrupted: nothing was written to " + target())
                    .doesNotContain("error", "\tat ");
            assertThat(ended.out()).isEmpty();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void signalAtTheStartLeavesNothingEither() {
        try (ChildProcess child = convert(List.of())) {
            child.until("the target is locked", () -> files() > 0).signal(Signal.INT);
            assertThat(child.ended(SOON).exitCode()).isEqualTo(130);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void interruptedReplacementLeavesTheOldStore() {
        var old = new StoreFolder(target());
        Invocation.successful("convert", OTHER.folder(), target());
        Map<String, String> before = old.digests();
        try (ChildProcess child = convert(with(SLOWLY, "--overwrite"))) {
            child.until("something is written beside", () -> files() > before.size() + 20)
                    .signal(Signal.INT);
            Ended ended = child.ended(SOON);
            assertThat(ended.exitCode()).isEqualTo(130);
            assertThat(ended.err()).contains("interrupted: " + target() + " is as it was before");
        }
        assertThat(names()).containsExactly("out.zarr");
        assertThat(old.digests()).isEqualTo(before);
    }

    @Test
    void interruptedSampleLeavesNothing() {
        try (ChildProcess child = JavaProgram.zarrgo().withSignals().start("sample", "--size", 5490, target())) {
            child.until("something is written", () -> files() > 5).signal(Signal.INT);
            Ended ended = child.ended(SOON);
            assertThat(ended.exitCode()).isEqualTo(130);
            assertThat(ended.err()).contains("interrupted");
        }
        assertThat(names()).isEmpty();
    }

    // --- killed

    /// At several moments: when it has locked the target, while it writes pixels, and while it writes
    /// documents.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 60, 240, 450})
    void killedRunLeavesNoStoreOrAWholeOne(int files) {
        try (ChildProcess child = convert(List.of())) {
            child.until("files are written", () -> !child.isAlive() || files() >= files)
                    .signal(Signal.KILL);
            child.ended();
        }
        if (isComplete()) {
            assertThat(new StoreFolder(target()).digests()).isEqualTo(undisturbed);
            return;
        }
        assertThat(Invocation.of("info", target()).exitCode()).isEqualTo(66);
        if (Files.exists(target())) {
            Invocation again = Invocation.of("convert", PRODUCT.folder(), target());
            assertThat(again.exitCode()).isEqualTo(73);
            assertThat(again.err()).contains("the rest of an interrupted run", "--overwrite");
        }
        Invocation.successful("convert", PRODUCT.folder(), target(), "--overwrite");
        assertThat(names()).containsExactly("out.zarr");
        assertThat(new StoreFolder(target()).digests()).isEqualTo(undisturbed);
    }

    private boolean isComplete() {
        return new StoreFolder(target()).has("zarr.json");
    }

    /// The old store stays until the new one is complete; the same command finishes.
    @ParameterizedTest
    @ValueSource(ints = {1, 240})
    void killedReplacementLeavesTheOldStoreOrTheNewOne(int files) {
        var store = new StoreFolder(target());
        Invocation.successful("convert", OTHER.folder(), target());
        Map<String, String> before = store.digests();
        try (ChildProcess child = convert(List.of("--overwrite"))) {
            child.until("files are written", () -> !child.isAlive() || files() >= before.size() + files)
                    .signal(Signal.KILL);
            child.ended();
        }
        assertThat(store.digests()).isIn(before, undisturbed);
        Invocation.successful("convert", PRODUCT.folder(), target(), "--overwrite");
        assertThat(names()).containsExactly("out.zarr");
        assertThat(store.digests()).isEqualTo(undisturbed);
    }

    // --- two at once

    /// Rule R83.
    @Test
    void secondRunOnOneTargetIsToldWhoHoldsIt() {
        try (ChildProcess child = convert(SLOWLY)) {
            child.until("something is written", () -> files() > 20);
            for (Object[] command : List.of(
                    new Object[] {"convert", PRODUCT.folder(), target()},
                    new Object[] {"convert", PRODUCT.folder(), target(), "--overwrite"},
                    new Object[] {"sample", "--size", 180, target()})) {
                Invocation second = Invocation.of(command);
                assertThat(second.exitCode()).isEqualTo(75);
                assertThat(second.err())
                        .contains("another run is writing it (process " + child.pid() + ")", "try: wait");
            }
            assertThat(child.isAlive()).isTrue();
            child.signal(Signal.TERM);
            assertThat(child.ended(SOON).exitCode()).isEqualTo(143);
        }
        assertThat(names()).isEmpty();
    }
}
