package dev.zarrgo.webhook.view;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/// The answer to a request for an object of a store, without regard to a server.
///
/// Source: RFC 9110 sections 13 to 15.
///
/// @param status of HTTP
/// @param headers by name
/// @param length of the body in bytes
/// @param body the bytes; the receiver closes it, and with it the object
record StoreReply(int status, Map<String, String> headers, long length, InputStream body) {

    static final int OK = 200;
    static final int PARTIAL = 206;
    static final int NOT_MODIFIED = 304;
    static final int PRECONDITION_FAILED = 412;
    static final int NOT_SATISFIABLE = 416;

    /// A larger document is sent as it is.
    private static final long MAX_COMPRESSED = 32L << 20;

    StoreReply {
        headers = Map.copyOf(headers);
    }

    /// Answers GET, and HEAD but for the body.
    ///
    /// @param object is closed with the body, or by this call where the body is empty
    /// @param request values of the request's headers by name
    static StoreReply of(StorePath path, ServedObject object, Function<String, Optional<String>> request) {
        boolean compressed = path.isDocument()
                && object.size() <= MAX_COMPRESSED
                && request.apply("Range").isEmpty()
                && acceptsGzip(request.apply("Accept-Encoding").orElse(""));
        // Other bytes, so another tag (RFC 9110 section 8.8.3.3).
        String tag = compressed ? object.tag().replaceFirst("\"$", "-gzip\"") : object.tag();
        var headers = new LinkedHashMap<String, String>();
        headers.put("ETag", tag);
        headers.put("Last-Modified", Preconditions.text(object.modified()));
        // A store may be replaced under its name; a reader asks whether what it has still holds.
        headers.put("Cache-Control", "no-cache");
        headers.put("Accept-Ranges", "bytes");
        headers.put("X-Content-Type-Options", "nosniff");
        if (path.isDocument()) {
            headers.put("Vary", "Accept-Encoding");
        }
        var conditions = new Preconditions(tag, object.modified());
        return switch (conditions.judge(request)) {
            case NOT_MODIFIED -> empty(NOT_MODIFIED, headers, object);
            case FAILED -> empty(PRECONDITION_FAILED, headers, object);
            case SEND -> {
                headers.put("Content-Type", object.mediaType().orElseGet(path::mediaType));
                if (compressed) {
                    yield compressed(headers, object);
                }
                Optional<String> range =
                        conditions.allowParts(request.apply("If-Range")) ? request.apply("Range") : Optional.empty();
                yield parts(RangeChoice.of(range, object.size()), headers, object);
            }
        };
    }

    private static StoreReply parts(RangeChoice choice, Map<String, String> headers, ServedObject object) {
        return switch (choice) {
            case RangeChoice.Whole _ ->
                new StoreReply(OK, headers, object.size(), new ObjectStream(object, whole(object)));
            case RangeChoice.Unsatisfiable _ -> {
                headers.put("Content-Range", "bytes */" + object.size());
                yield empty(NOT_SATISFIABLE, headers, object);
            }
            case RangeChoice.Parts(List<ByteRange> ranges)
            when ranges.size() == 1 -> {
                ByteRange range = ranges.getFirst();
                headers.put("Content-Range", range.of(object.size()));
                yield new StoreReply(
                        PARTIAL, headers, range.length(), new ObjectStream(object, List.of(new Piece.Bytes(range))));
            }
            case RangeChoice.Parts(List<ByteRange> ranges) -> multipart(ranges, headers, object);
        };
    }

    private static List<Piece> whole(ServedObject object) {
        return object.size() == 0 ? List.of() : List.of(new Piece.Bytes(ByteRange.whole(object.size())));
    }

    /// Source: RFC 9110 section 14.6.
    private static StoreReply multipart(List<ByteRange> ranges, Map<String, String> headers, ServedObject object) {
        String boundary = "part-" + object.tag().replace("\"", "");
        var pieces = new ArrayList<Piece>();
        for (ByteRange range : ranges) {
            pieces.add(new Piece.Text("\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                    .formatted(boundary, headers.get("Content-Type"), range.of(object.size()))));
            pieces.add(new Piece.Bytes(range));
        }
        pieces.add(new Piece.Text("\r\n--%s--\r\n".formatted(boundary)));
        headers.put("Content-Type", "multipart/byteranges; boundary=" + boundary);
        long length = pieces.stream().mapToLong(Piece::length).sum();
        return new StoreReply(PARTIAL, headers, length, new ObjectStream(object, pieces));
    }

    private static StoreReply compressed(Map<String, String> headers, ServedObject object) {
        try (object) {
            byte[] content = new byte[(int) object.size()];
            object.read(0, ByteBuffer.wrap(content));
            var bytes = new ByteArrayOutputStream(content.length / 8 + 64);
            try (var gzip = new GZIPOutputStream(bytes)) {
                gzip.write(content);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            headers.put("Content-Encoding", "gzip");
            return new StoreReply(OK, headers, bytes.size(), new ByteArrayInputStream(bytes.toByteArray()));
        }
    }

    private static StoreReply empty(int status, Map<String, String> headers, ServedObject object) {
        object.close();
        return new StoreReply(status, headers, 0, InputStream.nullInputStream());
    }

    static boolean acceptsGzip(String header) {
        for (String coding : header.split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    /// Something to send.
    sealed interface Piece {

        /// A part of the object.
        record Bytes(ByteRange range) implements Piece {}

        /// What stands between parts.
        record Text(String text) implements Piece {}

        default long length() {
            return switch (this) {
                case Bytes(ByteRange range) -> range.length();
                case Text(String text) -> text.length();
            };
        }
    }

    /// Reads the pieces one after the other, as the client takes them.
    private static final class ObjectStream extends InputStream {

        private final ServedObject object;
        private final List<Piece> pieces;
        private int next;
        private long done;

        ObjectStream(ServedObject object, List<Piece> pieces) {
            this.object = object;
            this.pieces = pieces;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            while (next < pieces.size() && done == pieces.get(next).length()) {
                next++;
                done = 0;
            }
            if (length == 0) {
                return 0;
            }
            if (next == pieces.size()) {
                return -1;
            }
            Piece piece = pieces.get(next);
            if (done == 0 && piece instanceof Piece.Bytes(ByteRange range)) {
                object.expect(range);
            }
            int count = (int) Math.min(length, piece.length() - done);
            switch (piece) {
                case Piece.Bytes(ByteRange range) ->
                    object.read(range.first() + done, ByteBuffer.wrap(target, offset, count));
                case Piece.Text(String text) ->
                    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), (int) done, target, offset, count);
            }
            done += count;
            return count;
        }

        @Override
        public void close() {
            object.close();
        }
    }
}
