package dev.zarrgo.webhook.view;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// An object that is being served.
interface ServedObject extends AutoCloseable {

    /// Bytes in all.
    long size();

    /// Strong entity tag with its quotes: equal tags mean equal bytes.
    String tag();

    Instant modified();

    /// What it is, where that does not follow from its name.
    default Optional<String> mediaType() {
        return Optional.empty();
    }

    /// Announces that this part will be read, from front to back.
    default void expect(ByteRange range) {
        // Where bytes are near there is nothing to prepare.
    }

    /// Fills `target` from `position` on.
    void read(long position, ByteBuffer target);

    @Override
    void close();
}
