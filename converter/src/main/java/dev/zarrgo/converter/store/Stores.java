package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.nio.file.Files;

/// Opens the store that a location names. The one place that knows which kinds there are.
public final class Stores {

    private Stores() {}

    /// Opens a store for reading.
    ///
    /// @throws UnusableSourceException if nothing is there
    public static Store open(Location location) {
        requireLocal(location);
        if (!Files.exists(location.path())) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s does not exist".formatted(location), "check the location");
        }
        if (Files.isDirectory(location.path())) {
            return new FileStore(location);
        }
        if (location.isArchive()) {
            return ZipStore.open(location);
        }
        throw new UnusableSourceException(
                FailureCode.SOURCE_UNSUPPORTED,
                "%s is a file".formatted(location),
                "give a Zarr folder or a file whose name ends in .zarr.zip");
    }

    /// Opens a folder for writing; it need not exist.
    public static WritableStore writable(Location location) {
        requireLocal(location);
        if (location.isArchive()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: archives are read, not written".formatted(location),
                    "give a target whose name ends in .zarr");
        }
        return new FileStore(location);
    }

    private static void requireLocal(Location location) {
        if (!location.isFile()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: only local folders and .zarr.zip files are supported".formatted(location),
                    "copy the product to this machine first");
        }
    }
}
