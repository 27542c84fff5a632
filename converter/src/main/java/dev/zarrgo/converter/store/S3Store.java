package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Objects below a prefix of a bucket.
///
/// Beyond what every store does, it has what a write protocol without locks and renames needs: writing on a
/// condition, copying inside the service, removing many. Source: rules I7, R82, R83, R86, R87.
final class S3Store implements WritableStore {

    private final Location location;
    private final String prefix;
    private final S3Dialect dialect;
    private final RemoteObjects objects;
    private final S3Client client;
    private final WriteBudget budget;
    private final StoreSettings.Limits limits;

    S3Store(Location location, StoreSettings settings) {
        this.location = location;
        this.prefix = location.key().isEmpty() ? "" : location.key() + "/";
        this.limits = settings.limits();
        this.dialect = new S3Dialect(
                location.bucket(),
                settings.service(),
                Credentials.of(settings.service().access()),
                InstantSource.system());
        var remote = new RemoteClient(dialect, settings);
        this.objects = new RemoteObjects(remote, limits);
        this.client = new S3Client(remote, dialect, settings.service().encryption());
        this.budget = new WriteBudget(limits.writeBufferBytes());
    }

    private String whole(String key) {
        return prefix + Urls.checkedKey(key);
    }

    @Override
    public Location location() {
        return location;
    }

    // --- reading

    @Override
    public Optional<ObjectReader> open(String key) {
        return objects.open(whole(key));
    }

    @Override
    public OptionalLong size(String key) {
        return objects.size(whole(key));
    }

    /// Empty as well for a bucket that may be read and not listed.
    @Override
    public Optional<List<String>> list(String folder) {
        S3Client.Listing listing = listed(folder, true);
        if (listing == null) {
            return Optional.empty();
        }
        String start = start(folder);
        var names = new TreeSet<String>();
        listing.entries().keySet().forEach(key -> names.add(key.substring(start.length())));
        listing.folders().forEach(beginning -> names.add(beginning.substring(start.length(), beginning.length() - 1)));
        names.remove(""); // an object that stands for the folder
        return Optional.of(List.copyOf(names));
    }

    @Override
    public Optional<NavigableMap<String, Long>> sizes(String folder) {
        S3Client.Listing listing = listed(folder, false);
        if (listing == null) {
            return Optional.empty();
        }
        var sizes = new TreeMap<String, Long>();
        listing.entries().forEach((key, entry) -> {
            if (!key.endsWith("/")) {
                sizes.put(key.substring(prefix.length()), entry.size());
            }
        });
        return Optional.of(sizes);
    }

    @Override
    public Optional<NavigableMap<String, String>> tags(String folder) {
        var tags = new TreeMap<String, String>();
        entries(folder).forEach((key, entry) -> tags.put(key, entry.tag()));
        return Optional.of(tags);
    }

    @Override
    public Optional<NavigableMap<String, String>> storageClasses(String folder) {
        S3Client.Listing listing = listed(folder, false);
        if (listing == null) {
            return Optional.empty();
        }
        var classes = new TreeMap<String, String>();
        listing.entries().forEach((key, entry) -> classes.put(key.substring(prefix.length()), entry.storageClass()));
        return Optional.of(classes);
    }

    private S3Client.@Nullable Listing listed(String folder, boolean shallow) {
        try {
            return shallow ? client.listFolder(start(folder)) : client.list(start(folder));
        } catch (RefusedException refused) {
            if (refused.code() == FailureCode.FORBIDDEN) {
                return null;
            }
            throw refused;
        }
    }

    private String start(String folder) {
        return folder.isEmpty() ? prefix : whole(folder) + "/";
    }

    @Override
    public void expect(List<String> keys, Runnable arrived) {
        objects.expect(keys.stream().map(this::whole).toList(), arrived);
    }

    @Override
    public boolean isAtHand(String key) {
        return objects.isAtHand(whole(key));
    }

    @Override
    public Footprint footprint() {
        Footprint reading = objects.footprint();
        return new Footprint(
                reading.perReader(), reading.readAhead(), WriteBudget.SEGMENT_BYTES, limits.writeBufferBytes());
    }

    // --- writing

    @Override
    public void put(String key, ByteBuffer content) {
        String whole = whole(key);
        if (content.remaining() > S3Writer.WHOLE_BYTES) {
            try (ObjectWriter writer = create(key)) {
                writer.append(content);
                writer.commit();
            }
            return;
        }
        client.put(whole, content.hasRemaining() ? List.of(content.slice()) : List.of());
        content.position(content.limit());
    }

    @Override
    public ObjectWriter create(String key) {
        String whole = whole(key);
        return new S3Writer(client, whole, budget, dialect.described(whole));
    }

    @Override
    public void delete(String key) {
        client.delete(whole(key));
    }

    @Override
    public void deleteAll(Collection<String> keys) {
        client.deleteAll(keys.stream().map(this::whole).toList());
    }

    /// Copies an object inside the service.
    ///
    /// @param size of the object, in bytes
    void copy(String from, String to, long size) {
        client.copy(whole(from), whole(to), size);
    }

    // --- on a condition

    /// A small object and the tag of its content.
    record Tagged(String content, String tag) {}

    /// Writes an object that is not there yet; returns its tag.
    ///
    /// @return empty if there is one
    Optional<String> putNew(String key, String content) {
        return client.putIf(whole(key), bytes(content), "if-none-match", "*");
    }

    /// Replaces an object that still has this tag; returns the new tag.
    ///
    /// @return empty if it has another one, or is gone
    Optional<String> replace(String key, String tag, String content) {
        return client.putIf(whole(key), bytes(content), "if-match", tag);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Where the service does not keep conditions, the last writer wins.
    @Override
    public boolean exchange(String key, Optional<byte[]> before, byte[] after) {
        String next = new String(after, StandardCharsets.UTF_8);
        if (before.isEmpty()) {
            return putNew(key, next).isPresent();
        }
        String expected = new String(before.get(), StandardCharsets.UTF_8);
        return tagged(key)
                .filter(known -> known.content().equals(expected))
                .flatMap(known -> replace(key, known.tag(), next))
                .isPresent();
    }

    /// A small object with its tag.
    Optional<Tagged> tagged(String key) {
        return client.get(whole(key))
                .map(answer -> new Tagged(
                        answer.body(), answer.headers().firstValue("etag").orElse("")));
    }

    // --- what was left

    /// Size and tag of every object below `folder`, by key.
    ///
    /// @throws RefusedException if the bucket cannot be listed
    NavigableMap<String, S3Client.Entry> entries(String folder) {
        var entries = new TreeMap<String, S3Client.Entry>();
        client.list(start(folder))
                .entries()
                .forEach((key, entry) -> entries.put(key.substring(prefix.length()), entry));
        return entries;
    }

    /// The same of every object whose key begins with `beginning`, which need not end at a `/`.
    NavigableMap<String, S3Client.Entry> entriesThatBegin(String beginning) {
        var entries = new TreeMap<String, S3Client.Entry>();
        client.list(prefix + beginning)
                .entries()
                .forEach((key, entry) -> entries.put(key.substring(prefix.length()), entry));
        return entries;
    }

    /// Uploads that were begun and not ended, of objects whose key begins with `beginning`.
    List<S3Client.Upload> uploads(String beginning) {
        return client.uploads(prefix + beginning);
    }

    void abort(S3Client.Upload upload) {
        client.abort(upload.key(), upload.id());
    }

    // --- the check of a target

    /// The first one creates; that somebody who cleans up comes between all others is not to be expected.
    private static final int PROBES = 4;

    /// Whether the service keeps the conditions of a write (rule R83).
    enum Conditions {
        KEPT,
        IGNORED
    }

    /// Writes and removes an object, and finds out about conditions on the way (rule R86).
    ///
    /// @param beginning of the object's key
    /// @throws RefusedException if the bucket is not there (69) or may not be written (77)
    Conditions check(String beginning) {
        String key = beginning + UUID.randomUUID();
        try {
            for (int i = 0; i < PROBES; i++) {
                if (putNew(key, "probe " + i).isEmpty()) {
                    return Conditions.KEPT;
                }
            }
            return Conditions.IGNORED;
        } catch (UnusableSourceException absent) {
            throw new RefusedException(
                    FailureCode.SERVICE_REFUSED, String.valueOf(absent.getMessage()), absent.advice(), absent);
        } finally {
            delete(key);
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
