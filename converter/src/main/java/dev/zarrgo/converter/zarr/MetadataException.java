package dev.zarrgo.converter.zarr;

/// A metadata document says something that is wrong or not supported. The reader of the hierarchy adds the
/// path.
final class MetadataException extends RuntimeException {

    private final boolean unsupported;

    private MetadataException(String message, boolean unsupported) {
        super(message);
        this.unsupported = unsupported;
    }

    static MetadataException wrong(String message) {
        return new MetadataException(message, false);
    }

    static MetadataException unsupported(String message) {
        return new MetadataException(message, true);
    }

    boolean isUnsupported() {
        return unsupported;
    }
}
