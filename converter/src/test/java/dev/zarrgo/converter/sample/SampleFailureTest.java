package dev.zarrgo.converter.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sample that does not come about must leave the target as it was.
class SampleFailureTest {

    private final Path folder;

    SampleFailureTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static SampleReport make(int cpm, Path target, SampleProgress progress, Cancellation cancellation) {
        return SampleProduct.make(
                new SampleRequest(Kind.S2L2A, cpm, 180, 1), Location.of(target), 2, progress, cancellation);
    }

    private static final SampleProgress QUIET = (done, total) -> {};

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void cancellationLeavesNothing(int cpm) throws IOException {
        var cancellation = new Cancellation();
        SampleProgress half = (done, total) -> {
            if (2 * done > total) {
                cancellation.request();
            }
        };
        assertThatThrownBy(() -> make(cpm, folder.resolve("a.zarr"), half, cancellation))
                .isInstanceOf(InterruptedRunException.class);
        assertThat(left()).isEmpty();
    }

    @Test
    void cancellationBeforeTheStartLeavesNothing() throws IOException {
        var cancellation = new Cancellation();
        cancellation.request();
        assertThatThrownBy(() -> make(2, folder.resolve("a.zarr"), QUIET, cancellation))
                .isInstanceOf(InterruptedRunException.class);
        assertThat(left()).isEmpty();
    }

    @Test
    void failureInAnEmptyFolderLeavesItEmpty() throws IOException {
        Path target = Files.createDirectory(folder.resolve("a.zarr"));
        SampleProgress broken = (done, total) -> {
            if (done > 100_000) {
                throw new IllegalStateException("no");
            }
        };
        assertThatThrownBy(() -> make(2, target, broken, new Cancellation())).hasMessage("no");
        assertThat(left()).containsExactly(target);
    }

    @Test
    void anEmptyFolderIsFilled() throws IOException {
        Path target = Files.createDirectory(folder.resolve("a.zarr"));
        make(2, target, QUIET, new Cancellation());
        assertThat(target.resolve(".zmetadata")).exists();
        assertThat(left()).containsExactly(target);
    }

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        Path target = Files.createDirectory(folder.resolve("a.zarr"));
        Path file = Files.writeString(target.resolve("mine"), "x");
        for (Path taken : List.of(target, file)) {
            assertThatThrownBy(() -> make(2, taken, QUIET, new Cancellation()))
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> assertThat(conflict.code())
                            .isEqualTo(FailureCode.TARGET_EXISTS));
        }
        assertThat(target).isDirectoryContaining(path -> path.equals(file));
        assertThat(file).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket/a.zarr", "https://host/a.zarr", "a.zarr.zip"})
    void otherTargetsAreRejected(String target) {
        Location location = Location.parse(
                target.contains(":") ? target : folder.resolve(target).toString());
        assertThatThrownBy(() -> SampleProduct.make(
                        new SampleRequest(Kind.S2L2A, 2, 180, 1), location, 1, QUIET, new Cancellation()))
                .isInstanceOfSatisfying(InvalidRequestException.class, invalid -> assertThat(invalid.code())
                        .isEqualTo(FailureCode.USAGE));
    }

    /// A reader that finds a root document finds a complete product.
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theRootIsWrittenLast(int cpm) {
        Path target = folder.resolve("a.zarr");
        make(
                cpm,
                target,
                (done, total) -> {
                    assertThat(target.resolve("zarr.json")).doesNotExist();
                    assertThat(target.resolve(".zgroup")).doesNotExist();
                    assertThat(target.resolve(".zmetadata")).doesNotExist();
                },
                new Cancellation());
        assertThat(target.resolve(cpm == 2 ? ".zmetadata" : "zarr.json")).exists();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }
}
