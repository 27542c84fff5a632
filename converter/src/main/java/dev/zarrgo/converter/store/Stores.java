package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.nio.file.Files;

/// Opens the store that a location names. The one place that knows which kinds there are.
public final class Stores {

    private Stores() {}

    /// Opens a store for reading, a remote one with the settings of the environment.
    ///
    /// @throws UnusableSourceException if nothing is there
    public static Store open(Location location) {
        return open(location, ofEnvironment(location));
    }

    /// Opens a store for reading. Whether a remote one exists is found out by reading.
    ///
    /// @param settings for a remote store
    /// @throws UnusableSourceException if nothing is there
    public static Store open(Location location, StoreSettings settings) {
        if (!location.isFile() && location.isArchive()) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "%s: archives are read from a local disk".formatted(location),
                    "copy it to this machine first");
        }
        return switch (location.scheme()) {
            case FILE -> openLocal(location);
            case HTTP, HTTPS -> new HttpStore(location, settings);
            case S3 -> new S3Store(location, settings);
        };
    }

    private static Store openLocal(Location location) {
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

    /// Opens a store for writing, a remote one with the settings of the environment; it need not exist.
    public static WritableStore writable(Location location) {
        return writable(location, ofEnvironment(location));
    }

    /// Opens a store for writing; it need not exist.
    ///
    /// @param settings for a remote store
    /// @throws InvalidRequestException if nothing can be written there
    public static WritableStore writable(Location location, StoreSettings settings) {
        if (location.isArchive()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: archives are read, not written".formatted(location),
                    "give a target whose name ends in .zarr");
        }
        return switch (location.scheme()) {
            case FILE -> new FileStore(location);
            case S3 -> new S3Store(location, settings);
            case HTTP, HTTPS -> throw readOnly(location);
        };
    }

    /// Locks a place where a store is going to be made or replaced.
    ///
    /// @param marker key of the object that is written last
    /// @param settings for a remote store
    /// @param holder who is going to write
    /// @throws InvalidRequestException if nothing can be written there
    public static Target lock(Location location, String marker, StoreSettings settings, LockHolder holder) {
        return switch (location.scheme()) {
            case FILE -> TargetFolder.lock(location, marker);
            case S3 -> TargetPrefix.lock(location, marker, settings, holder);
            case HTTP, HTTPS -> throw readOnly(location);
        };
    }

    static InvalidRequestException readOnly(Location location) {
        return new InvalidRequestException(
                FailureCode.USAGE,
                "%s: web servers are read, not written".formatted(location),
                "give a local folder or an s3:// location");
    }

    private static StoreSettings ofEnvironment(Location location) {
        return location.isFile() ? StoreSettings.DEFAULT : StoreSettings.of(System.getenv());
    }
}
