package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;

/// A store that also takes objects.
public interface WritableStore extends Store {

    /// Writes a whole object; readers see all of it or nothing.
    void put(String key, ByteBuffer content);

    /// Starts an object that is written from front to back; nobody sees it before [ObjectWriter#commit].
    ObjectWriter create(String key);

    /// Removes an object; absence is no error.
    void delete(String key);
}
