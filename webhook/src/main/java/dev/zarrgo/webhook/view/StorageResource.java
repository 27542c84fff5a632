package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.security.Role;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How much room stores take and have.
@Controller("/stats/storage")
@ExecuteOn(TaskExecutors.BLOCKING)
@Secured(Role.MAY_READ)
public final class StorageResource {

    private static final int STORE_DEPTH = 2;

    private final ViewSettings settings;

    StorageResource(ViewSettings settings) {
        this.settings = settings;
    }

    /// @param location of the stores
    /// @param stores complete ones and those on their way; absent for a bucket, which would have to be
    ///     listed
    /// @param freeBytes on the disk of the stores; absent for a bucket
    /// @param diskBytes of that disk
    @Serdeable.Serializable
    public record Storage(
            String location,
            @Nullable Long stores,
            @Nullable Long freeBytes,
            @Nullable Long diskBytes) {}

    @Get
    Storage storage() {
        if (!settings.stores().isFile()) {
            return new Storage(settings.stores().toString(), null, null, null);
        }
        Path folder = settings.stores().path();
        try {
            if (!Files.isDirectory(folder)) {
                return new Storage(folder.toString(), 0L, null, null);
            }
            var disk = Files.getFileStore(folder);
            return new Storage(folder.toString(), count(folder), disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> paths = Files.find(
                folder, STORE_DEPTH, (path, attributes) -> path.toString().endsWith(".zarr"))) {
            return paths.count();
        }
    }
}
