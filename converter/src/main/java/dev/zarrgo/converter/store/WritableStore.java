package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.util.Collection;

/// A store that also takes objects.
public interface WritableStore extends Store {

    /// Writes a whole object; readers see all of it or nothing.
    void put(String key, ByteBuffer content);

    /// Starts an object that is written from front to back; nobody sees it before [ObjectWriter#commit].
    ObjectWriter create(String key);

    /// Removes an object; absence is no error.
    void delete(String key);

    /// Removes many objects, in as few requests as may be; absence is no error.
    default void deleteAll(Collection<String> keys) {
        keys.forEach(this::delete);
    }
}
