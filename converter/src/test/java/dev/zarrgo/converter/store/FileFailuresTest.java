package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the operating system says, as exit codes of rule X6.
class FileFailuresTest {

    private static final Path FILE = Path.of("/data/x.zarr/c/0");

    private static FileSystemException system(String reason) {
        return new FileSystemException(FILE.toString(), null, reason);
    }

    private static void assertCreating(int exitCode, IOException failure) {
        ZarrgoException known = FileFailures.creating(FILE, failure);
        assertThat(ExitCode.of(known)).as(failure.toString()).isEqualTo(exitCode);
        assertThat(known).hasMessageContaining(FILE.toString()).hasCause(failure);
    }

    @Test
    void fullDiskIsALackOfResources() {
        assertCreating(71, system("No space left on device"));
        assertCreating(71, new IOException("No space left on device"));
        assertCreating(71, system("Disk quota exceeded"));
        assertThat(FileFailures.creating(FILE, system("No space left on device")))
                .isInstanceOf(InsufficientResourcesException.class);
        assertThat(FileFailures.creating(FILE, system("No space left on device"))
                        .advice())
                .isNotBlank();
    }

    @Test
    void refusedAccessIsForbidden() {
        assertCreating(77, new AccessDeniedException(FILE.toString()));
        assertCreating(77, system("Operation not permitted"));
        assertThat(ExitCode.of(FileFailures.reading(FILE, new AccessDeniedException(FILE.toString()))))
                .isEqualTo(77);
        assertThat(ExitCode.of(FileFailures.reading(FILE, system("Operation not permitted"))))
                .isEqualTo(77);
    }

    @Test
    void placeWhereNothingCanBeCreatedIsNotWritable() {
        assertCreating(73, system("Read-only file system"));
        assertCreating(73, system("Not a directory"));
        assertCreating(73, system("File name too long"));
        assertCreating(73, new FileAlreadyExistsException("/data/x.zarr"));
    }

    @Test
    void everythingElseIsInputAndOutput() {
        assertCreating(74, system("Input/output error"));
        assertCreating(74, new NoSuchFileException(FILE.toString()));
        assertCreating(74, new IOException());
        ZarrgoException reading = FileFailures.reading(FILE, new IOException("Input/output error"));
        assertThat(ExitCode.of(reading)).isEqualTo(74);
        assertThat(reading).hasMessageContaining("Input/output error");
    }
}
