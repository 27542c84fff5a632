package dev.zarrgo.cli;

import static dev.zarrgo.cli.Folders.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A target that cannot be, for whatever reason: the exit code of rule X6, a message that says what to do,
/// and everything as it was before (rules X3, R81).
class TargetFaultsIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final TestProduct OTHER = TestProduct.sample("L2A", 3, TestProduct.SMALL);
    private static final TestProduct LARGER = TestProduct.sample("L2A", 2, TestProduct.MEDIUM);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private void assertNoTarget(Path target, int exitCode, String... says) {
        Invocation run = Invocation.of("convert", PRODUCT.folder(), target);
        run.assertFailed(exitCode, says);
        assertThat(run.err()).contains("nothing was written to " + target);
    }

    /// Rule R1.
    @Test
    void impossibleTargetsAreRejected() {
        for (Path target : List.of(
                folder.resolve("out"),
                folder.resolve("out.zarr.zip"),
                folder.resolve("other.zarr/out.zarr"),
                PRODUCT.folder(),
                PRODUCT.folder().resolve("out.zarr"))) {
            Invocation invocation = Invocation.of("convert", PRODUCT.folder(), target);
            assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(64);
            assertThat(invocation.err()).contains("error: " + target, "nothing was written");
        }
        assertThat(names(folder)).isEmpty();
    }

    /// Rule R81: whatever it is, it stays.
    @Test
    void existingTargetStays() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other.zarr"));
        Files.writeString(other.resolve("mine.txt"), "mine");
        assertNoTarget(other, 73, other + " is the rest of an interrupted run, or no store", "--overwrite");
        assertThat(names(other)).containsExactly("mine.txt");
        Path file = Files.writeString(folder.resolve("file.zarr"), "mine");
        assertNoTarget(file, 73, file.toString(), "--overwrite");
        assertThat(file).hasContent("mine");
        Path product = DamagedProduct.of(OTHER, folder.resolve("product.zarr")).folder();
        assertNoTarget(product, 73, product + " was made from another source", "--overwrite");
        assertThat(names(folder)).containsExactly("file.zarr", "other.zarr", "product.zarr");
    }

    @Test
    void targetBelowAFileCannotBeCreated() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertNoTarget(file.resolve("out.zarr"), 73, "file is no folder", "choose another target");
        assertNoTarget(file.resolve("new/out.zarr"), 73, "choose another target");
        assertThat(file).hasContent("mine");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void targetInAFileSystemOfTheKernelCannotBeCreated() {
        assertNoTarget(Path.of("/proc/out.zarr"), 73, "/proc/out.zarr", "choose another target");
    }

    // --- permissions

    /// Converts as somebody who owns nothing here.
    private static Invocation convertUnprivileged(Path source, Path target) {
        return Invocation.of(Unprivileged.program().run("convert", source, target));
    }

    @Test
    void unreadableSourceIsForbidden() throws IOException {
        Unprivileged.assume();
        Unprivileged.open(folder);
        Path parent = Files.createDirectory(folder.resolve("out"));
        Unprivileged.open(parent);
        Path target = parent.resolve("out.zarr");
        for (String key : List.of(".zmetadata", "measurements/reflectance/r10m/b02/0.0")) {
            Path source = folder.resolve(key.replaceAll("\\W", "") + ".zarr");
            var damaged = DamagedProduct.of(PRODUCT, source).change(key, bytes -> bytes);
            Files.setPosixFilePermissions(source.resolve(key), Set.of());
            convertUnprivileged(damaged.folder(), target)
                    .assertFailed(
                            77, source.resolve(key) + ": not allowed to read", "nothing was written to " + target);
            assertThat(names(parent)).isEmpty();
        }
    }

    @Test
    void unwritableTargetIsForbidden() throws IOException {
        Unprivileged.assume();
        Unprivileged.open(folder);
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path source = DamagedProduct.of(PRODUCT, folder.resolve("product.zarr")).folder();
        for (Path target : List.of(closed.resolve("out.zarr"), closed.resolve("new/out.zarr"))) {
            convertUnprivileged(source, target)
                    .assertFailed(77, "not allowed to write", "nothing was written to " + target);
        }
        assertThat(names(closed)).isEmpty();
    }

    // --- memory, disk

    /// Rule X6: a heap that is too small ends with 71, not with the code of Java, whether that is seen
    /// before or comes as a surprise.
    @Test
    void tooSmallAHeapIsALackOfResources() {
        JavaProgram program = JavaProgram.zarrgo().withHeap("16m");
        Path target = folder.resolve("out.zarr");
        Invocation.of(program.run("convert", LARGER.folder(), target))
                .assertFailed(71, "a heap of ", "is too small", "ZARRGO_HEAP");
        Invocation.of(program.run("sample", "--size", TestProduct.MEDIUM, target))
                .assertFailed(71, "out of memory", "ZARRGO_HEAP");
        assertThat(names(folder)).isEmpty();
    }

    /// A limit on the size of files stands for a disk that refuses to take more.
    @Test
    @EnabledOnOs(OS.LINUX)
    void failingWriteLeavesNothing() {
        Invocation.of(JavaProgram.zarrgo()
                        .withPrefix("sh", "-c", "ulimit -f 2500; exec \"$@\"", "sh")
                        .run("convert", LARGER.folder(), folder.resolve("out.zarr"), "--encoding", "float32"))
                .assertFailed(74, "out.zarr/", "writing failed: File too large");
        assertThat(names(folder)).isEmpty();
    }
}
