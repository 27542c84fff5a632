package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches one window of an object, in as many tries as it takes; what has arrived is not asked for again.
///
/// The first window of an object tells its size and version as well, so that a small object costs one
/// request. A server that knows no parts sends the whole object instead, which then goes to a temporary
/// file.
final class Download {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final int WHOLE = 200;
    private static final int PART = 206;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_SATISFIABLE = 416;

    private final RemoteClient client;
    private final WindowPool pool;
    private final String key;
    private final long start;
    private int length;
    private @Nullable ObjectVersion version;
    private byte @Nullable [] window;
    private @Nullable WindowSink sink;
    private int received;
    private @Nullable Path spool;

    private Download(
            RemoteClient client, WindowPool pool, String key, long start, int length, @Nullable ObjectVersion version) {
        this.client = client;
        this.pool = pool;
        this.key = key;
        this.start = start;
        this.length = length;
        this.version = version;
    }

    /// What was fetched.
    sealed interface Result {

        /// The bytes of the window, from the beginning of an array of the pool.
        final class Window implements Result {
            private final ObjectVersion version;
            private final byte[] bytes;

            Window(ObjectVersion version, byte[] bytes) {
                this.version = version;
                this.bytes = bytes;
            }

            ObjectVersion version() {
                return version;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        /// A file, the receiver's to remove, with the whole object.
        record Spool(Path file) implements Result {}
    }

    /// Fetches the beginning of an object of unknown size.
    ///
    /// @return empty if there is no such object
    static Optional<Result> first(RemoteClient client, WindowPool pool, String key) {
        return new Download(client, pool, key, 0, WindowPool.WINDOW_BYTES, null).run();
    }

    /// Fetches a part of an object whose size is known.
    static Result.Window part(
            RemoteClient client, WindowPool pool, String key, ObjectVersion version, long start, int length) {
        var download = new Download(client, pool, key, start, length, version);
        return download.run()
                .filter(Result.Window.class::isInstance)
                .map(Result.Window.class::cast)
                .orElseThrow(() -> download.changed("is gone"));
    }

    private Optional<Result> run() {
        boolean fetched = false;
        try {
            Optional<Result> result = client.retries().run(described(), this::attempt);
            fetched = result.isPresent();
            return result;
        } finally {
            if (!fetched) {
                discard();
            }
        }
    }

    private void discard() {
        stop();
        if (window != null) {
            pool.give(window);
        }
        if (spool != null) {
            try {
                Files.deleteIfExists(spool);
            } catch (IOException failure) {
                throw FileFailures.creating(spool, failure);
            }
        }
    }

    /// Takes note of what has arrived, and lets nothing more arrive.
    private void stop() {
        WindowSink open = sink;
        if (open != null) {
            open.close();
            received = open.position();
            sink = null;
        }
    }

    private Optional<Result> attempt() throws IOException, InterruptedException {
        if (version != null && window != null && received == length) {
            return Optional.of(new Result.Window(version, window));
        }
        HttpResponse<String> answer;
        RemoteRequest request = request();
        try {
            answer = client.send(request, this::subscriber, this::arrived);
        } finally {
            stop();
        }
        return switch (answer.statusCode()) {
            case WHOLE, PART -> Optional.of(result(answer));
            case NOT_SATISFIABLE -> Optional.of(beyondTheEnd(answer));
            case PRECONDITION_FAILED -> throw changed("has another content");
            default -> {
                if (client.dialect().isAbsence(answer)) {
                    yield Optional.empty();
                }
                throw client.dialect().failure(request, answer);
            }
        };
    }

    private RemoteRequest request() {
        RemoteRequest request = RemoteRequest.of("GET", key)
                .withHeader("range", "bytes=%d-%d".formatted(start + received, start + length - 1));
        ObjectVersion known = version;
        return known != null && known.isStrong() ? request.withHeader("if-match", known.tag()) : request;
    }

    private long arrived() {
        WindowSink open = sink;
        Path file = spool;
        if (file != null) {
            try {
                return Files.size(file);
            } catch (IOException failure) {
                throw FileFailures.reading(file, failure);
            }
        }
        return open == null ? received : open.position();
    }

    // --- the answer, as it begins

    private BodySubscriber<String> subscriber(HttpResponse.ResponseInfo info) {
        try {
            return switch (info.statusCode()) {
                case PART -> part(info.headers());
                case WHOLE -> whole(info.headers());
                default -> RemoteClient.text(info);
            };
        } catch (IOException | RuntimeException failure) {
            return new RefusingSubscriber(failure);
        }
    }

    private BodySubscriber<String> part(HttpHeaders headers) throws IOException {
        Matcher range =
                CONTENT_RANGE.matcher(headers.firstValue("content-range").orElse(""));
        long from = start + received;
        if (!range.matches() || Long.parseLong(range.group(1)) != from) {
            throw refused("the server sends '%s' where bytes from %d were asked for"
                    .formatted(headers.firstValue("content-range").orElse(""), from));
        }
        note(headers, Long.parseLong(range.group(3)));
        return sink(headers);
    }

    private BodySubscriber<String> whole(HttpHeaders headers) throws IOException {
        if (start > 0) {
            throw refused("the server sent parts of the object before, and now the whole");
        }
        OptionalLong size = headers.firstValueAsLong("content-length");
        if (size.isPresent() && size.getAsLong() <= WindowPool.WINDOW_BYTES) {
            note(headers, size.getAsLong());
            received = 0;
            return sink(headers);
        }
        checkEncoding(headers);
        Path file = spool;
        if (file == null) {
            file = Files.createTempFile("zarrgo-", ".object");
            spool = file;
        }
        return BodySubscribers.mapping(
                BodySubscribers.ofFile(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING),
                _ -> "");
    }

    private WindowSink sink(HttpHeaders headers) {
        checkEncoding(headers);
        byte[] target = window;
        if (target == null) {
            target = pool.take(length);
            window = target;
        }
        var open = new WindowSink(target, received, length);
        sink = open;
        return open;
    }

    private void note(HttpHeaders headers, long size) {
        ObjectVersion now = ObjectVersion.of(headers, size);
        ObjectVersion known = version;
        if (known == null) {
            version = now;
            length = (int) Math.min(length, size - start);
        } else if (known.contradicts(now)) {
            throw changed("has another content");
        }
    }

    /// Stored bytes are what is asked for; a server that packs them for the way would have to be asked.
    private void checkEncoding(HttpHeaders headers) {
        String encoding = headers.firstValue("content-encoding").orElse("identity");
        if (!encoding.equals("identity") && !encoding.equals("aws-chunked")) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "%s: the server sends it in content encoding '%s', unasked".formatted(described(), encoding),
                    "turn compression off for this part of the server");
        }
    }

    // --- the answer, complete

    private Result result(HttpResponse<String> answer) {
        ObjectVersion known = version;
        byte[] bytes = window;
        Path file = spool;
        if (file != null && bytes == null) {
            spool = null;
            return new Result.Spool(file);
        }
        if (known == null || bytes == null) {
            throw new IllegalStateException("no body for status " + answer.statusCode());
        }
        return new Result.Window(known, bytes);
    }

    /// An empty object has no first byte.
    private Result beyondTheEnd(HttpResponse<String> answer) {
        if (start + received > 0) {
            throw changed("is shorter");
        }
        length = 0;
        return new Result.Window(ObjectVersion.of(answer.headers(), 0), new byte[0]);
    }

    private String described() {
        return client.dialect().described(key);
    }

    private UnavailableException changed(String how) {
        return new UnavailableException(
                FailureCode.SOURCE_CHANGED,
                "%s %s than when it was opened: it was replaced meanwhile".formatted(described(), how),
                "run again when nobody writes there");
    }

    private RefusedException refused(String why) {
        return new RefusedException(
                FailureCode.SERVICE_REFUSED, "%s: %s".formatted(described(), why), "copy the product and use that");
    }
}
