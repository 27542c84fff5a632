package dev.zarrgo.webhook.view;

import dev.zarrgo.converter.store.ObjectParts;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Stores in a bucket: readers need no credentials of it, and who may read is decided here.
record BucketStores(ObjectParts parts) implements ServedStores {

    @Override
    public Optional<ServedObject> open(StorePath path) {
        return parts.version(path.key()).map(version -> new RemoteObject(parts, path.key(), version));
    }

    /// Asks for what will be sent, in pieces of the largest size, instead of for each buffer of the server.
    private static final class RemoteObject implements ServedObject {

        private final ObjectParts parts;
        private final String key;
        private final ObjectParts.Version version;
        private ByteRange wanted = new ByteRange(0, 0);
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private long start;

        RemoteObject(ObjectParts parts, String key, ObjectParts.Version version) {
            this.parts = parts;
            this.key = key;
            this.version = version;
        }

        @Override
        public long size() {
            return version.size();
        }

        @Override
        public String tag() {
            String tag = version.tag();
            return tag.startsWith("\"")
                    ? tag
                    : "\"%x-%x\"".formatted(version.size(), modified().getEpochSecond());
        }

        @Override
        public Instant modified() {
            try {
                return ZonedDateTime.parse(version.modified(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
            } catch (DateTimeException _) {
                return Instant.EPOCH;
            }
        }

        @Override
        public void expect(ByteRange range) {
            wanted = range;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            for (long at = position; target.hasRemaining(); ) {
                if (at < start || at >= start + piece.capacity()) {
                    fetch(at, target.remaining());
                }
                int offset = (int) (at - start);
                int count = Math.min(target.remaining(), piece.capacity() - offset);
                target.put(piece.slice(offset, count));
                at += count;
            }
        }

        private void fetch(long position, int atLeast) {
            boolean isExpected = wanted.first() <= position && position <= wanted.last();
            long end = isExpected ? wanted.last() + 1 : position + atLeast;
            piece = ByteBuffer.allocate((int) Math.min(ObjectParts.MAX_BYTES, end - position));
            parts.read(key, version, position, piece);
            piece.clear();
            start = position;
        }

        @Override
        public void close() {
            piece = ByteBuffer.allocate(0);
        }
    }
}
