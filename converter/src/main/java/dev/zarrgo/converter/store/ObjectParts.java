package dev.zarrgo.converter.store;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Parts of the objects of a bucket, here and there: nothing is read ahead, and nothing is kept. For those
/// who hand parts on; who reads whole objects opens a [Store].
public final class ObjectParts {

    /// The most bytes of one request.
    public static final int MAX_BYTES = WindowPool.WINDOW_BYTES;

    private final String prefix;
    private final RemoteClient client;
    private final WindowPool pool = new WindowPool(0);

    private ObjectParts(String prefix, RemoteClient client) {
        this.prefix = prefix;
        this.client = client;
    }

    /// What is below a location on S3.
    ///
    /// @throws IllegalArgumentException if it is not on S3
    public static ObjectParts of(Location location, StoreSettings settings) {
        if (location.scheme() != Location.Scheme.S3) {
            throw new IllegalArgumentException(location + " is not on S3");
        }
        var dialect = new S3Dialect(
                location.bucket(),
                settings.service(),
                Credentials.of(settings.service().access()),
                InstantSource.system());
        String prefix = location.key().isEmpty() ? "" : location.key() + "/";
        return new ObjectParts(prefix, new RemoteClient(dialect, settings));
    }

    /// An object as it is now.
    ///
    /// @param size bytes in all
    /// @param tag the entity tag, quotes included; empty if the server gives none
    /// @param modified as the server writes it; empty if it does not
    public record Version(long size, String tag, String modified) {

        private ObjectVersion asObjectVersion() {
            return new ObjectVersion(tag, modified, size);
        }
    }

    /// @return empty if there is no such object
    public Optional<Version> version(String key) {
        return client.call(RemoteRequest.of("HEAD", whole(key))).flatMap(answer -> {
            OptionalLong size = answer.headers().firstValueAsLong("content-length");
            if (size.isEmpty()) {
                return Optional.empty();
            }
            ObjectVersion version = ObjectVersion.of(answer.headers(), size.getAsLong());
            return Optional.of(new Version(version.size(), version.tag(), version.modified()));
        });
    }

    /// Fills `target`, at most [#MAX_BYTES], from `position` of that very version on.
    ///
    /// @throws dev.zarrgo.converter.failure.ZarrgoException if the object is gone or has another content
    public void read(String key, Version version, long position, ByteBuffer target) {
        Download.Result.Window part =
                Download.part(client, pool, whole(key), version.asObjectVersion(), position, target.remaining());
        target.put(part.bytes(), 0, target.remaining());
        pool.give(part.bytes());
    }

    private String whole(String key) {
        return prefix + Urls.checkedKey(key);
    }
}
