package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// A store that also takes objects.
public interface WritableStore extends Store {

    /// Writes a whole object; readers see all of it or nothing.
    void put(String key, ByteBuffer content);

    /// Starts an object that is written from front to back; nobody sees it before [ObjectWriter#commit].
    ObjectWriter create(String key);

    /// Writes a small text if nobody else has in between: one act where the service keeps conditions, else
    /// among writers that share a lock of their own.
    ///
    /// @param before what has to be there still; empty if nothing has to be
    /// @return whether it was written
    default boolean exchange(String key, Optional<byte[]> before, byte[] after) {
        Optional<byte[]> known = read(key, Integer.MAX_VALUE);
        boolean same = known.isPresent() == before.isPresent()
                && known.filter(content -> !Arrays.equals(content, before.get()))
                        .isEmpty();
        if (same) {
            put(key, ByteBuffer.wrap(after));
        }
        return same;
    }

    /// Removes an object; absence is no error.
    void delete(String key);

    /// Removes many objects, in as few requests as may be; absence is no error.
    default void deleteAll(Collection<String> keys) {
        keys.forEach(this::delete);
    }
}
