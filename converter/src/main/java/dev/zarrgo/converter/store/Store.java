package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Byte objects below one root: a directory, a zip file, memory, a web server, a bucket.
///
/// Keys are relative and `/`-separated, without empty, `.` or `..` segments. Calls block, and those that
/// wait for a network end when their thread is interrupted; one instance serves many threads. Deliberately
/// small: no rename, no append, no locking.
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

    /// What tells one content of an object from another without reading it, by key, of all objects below
    /// `prefix`: entity tags. Empty if this store knows none.
    default Optional<NavigableMap<String, String>> tags(String prefix) {
        return Optional.empty();
    }

    /// All objects below `prefix`, at whatever depth, with the storage class that the service keeps them
    /// in; empty if this store has no such classes, or cannot list.
    default Optional<NavigableMap<String, String>> storageClasses(String prefix) {
        return Optional.empty();
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

    /// Bytes of the object at `key`, without reading it; empty if there is no such object.
    default OptionalLong size(String key) {
        return open(key)
                .map(reader -> {
                    try (reader) {
                        return OptionalLong.of(reader.size());
                    }
                })
                .orElse(OptionalLong.empty());
    }

    /// Announces objects that will be opened soon, each once, in this order. A store whose bytes are far
    /// away starts to fetch them, as far as its [read-ahead memory][Footprint] goes; others do nothing.
    ///
    /// @param arrived is called, from some thread, whenever an announced object has become
    ///     [at hand][#isAtHand]
    default void expect(List<String> keys, Runnable arrived) {
        // The bytes are at hand.
    }

    /// Whether the beginning of the object, or its absence, is known, so that [#open] will not wait for it;
    /// also true for what nobody has announced. A hint for choosing what to do next: an object that is
    /// opened before its turn is fetched at once.
    default boolean isAtHand(String key) {
        return true;
    }

    /// The memory that this store takes while it is used.
    default Footprint footprint() {
        return Footprint.NONE;
    }

    @Override
    void close();
}
