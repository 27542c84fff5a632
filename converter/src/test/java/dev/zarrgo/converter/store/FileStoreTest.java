package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects as files.
class FileStoreTest extends WritableStoreContract {

    @Override
    WritableStore empty(Path folder) {
        return Stores.writable(Location.of(folder.resolve("store.zarr")));
    }

    @Test
    void objectsAreFilesBelowTheFolder(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("a/b/c", ByteBuffer.wrap(bytes("text")));
            assertThat(store.location()).isEqualTo(Location.of(folder.resolve("store.zarr")));
        }
        assertThat(folder.resolve("store.zarr/a/b/c")).hasContent("text");
    }

    /// On this system one with a zero character; on others more, or letters that the locale does not have.
    @Test
    void nameThatTheSystemDoesNotHaveIsRefused(@TempDir Path folder) {
        try (WritableStore store = empty(folder)) {
            assertThatThrownBy(() -> store.open("a/b\0c")).isInstanceOf(UnusableSourceException.class);
            assertThatThrownBy(() -> store.sizes("a\0")).isInstanceOf(UnusableSourceException.class);
        }
    }

    @Test
    void objectBelowAnObjectCannotBeCreated(@TempDir Path folder) {
        try (WritableStore store = empty(folder)) {
            store.put("a", ByteBuffer.wrap(bytes("text")));
            assertThatThrownBy(() -> store.create("a/b"))
                    .isInstanceOfSatisfying(RefusedException.class, failure -> assertThat(failure.code())
                            .isEqualTo(FailureCode.TARGET_NOT_WRITABLE));
        }
    }

    @Test
    void whatMayNotBeReadIsAnErrorAndNotMissing(@TempDir Path folder) throws IOException {
        try (WritableStore store = empty(folder)) {
            store.put("a/b", ByteBuffer.wrap(bytes("text")));
            Path closed = folder.resolve("store.zarr/a");
            Assumptions.assumeTrue(
                    closed.toFile().setExecutable(false, false) && !Files.isReadable(closed.resolve("b")),
                    "this user may read everything");
            try {
                assertThatThrownBy(() -> store.open("a/b"))
                        .isInstanceOfSatisfying(RefusedException.class, failure -> assertThat(failure.code())
                                .isEqualTo(FailureCode.FORBIDDEN));
            } finally {
                assertThat(closed.toFile().setExecutable(true)).isTrue();
            }
        }
    }
}
