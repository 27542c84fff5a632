package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Byte objects below one root: a directory, a zip file, memory.
///
/// Keys are relative and `/`-separated, without empty, `.` or `..` segments. Calls block; one instance
/// serves many threads. Deliberately small: no rename, no append, no locking.
public interface Store extends AutoCloseable {

    /// Where the root is.
    Location location();

    /// Opens the object at `key`, for example `measurements/reflectance/r10m/b02/0.0`.
    ///
    /// @return empty if there is no such object, which for a chunk means "all fill value" and is no error
    Optional<ObjectReader> open(String key);

    /// The names directly below `prefix`, in order; empty if this store cannot list.
    Optional<List<String>> list(String prefix);

    /// All objects below `prefix`, at whatever depth, with their sizes in bytes; empty if this store cannot
    /// list.
    default Optional<NavigableMap<String, Long>> sizes(String prefix) {
        var sizes = new TreeMap<String, Long>();
        return list(prefix).map(names -> {
            for (String name : names) {
                String key = prefix.isEmpty() ? name : prefix + "/" + name;
                open(key)
                        .ifPresentOrElse(
                                reader -> {
                                    try (reader) {
                                        sizes.put(key, reader.size());
                                    }
                                },
                                () -> sizes(key).ifPresent(sizes::putAll));
            }
            return sizes;
        });
    }

    /// The whole object at `key`.
    ///
    /// @param limit the most bytes that are accepted
    /// @throws UnusableSourceException if the object is larger
    default Optional<byte[]> read(String key, int limit) {
        return open(key).map(reader -> {
            try (reader) {
                if (reader.size() > limit) {
                    throw new UnusableSourceException(
                            FailureCode.SOURCE_CORRUPT,
                            "%s/%s has %,d bytes; at most %,d make sense"
                                    .formatted(location(), key, reader.size(), limit),
                            "fetch the product again");
                }
                byte[] content = new byte[(int) reader.size()];
                reader.read(0, java.nio.ByteBuffer.wrap(content));
                return content;
            }
        });
    }

    @Override
    void close();
}
