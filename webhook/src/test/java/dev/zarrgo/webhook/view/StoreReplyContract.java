package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Answers for objects of stores, byte by byte, wherever stores lie.
abstract class StoreReplyContract {

    private static final String CHUNK = "c/a.zarr/b02/c/0/0";
    private static final String DOCUMENT = "c/a.zarr/zarr.json";

    abstract ServedStores stores();

    /// Makes an object, or replaces it.
    abstract void write(String key, String content) throws IOException;

    @BeforeEach
    void fill() throws IOException {
        write(CHUNK, "0123456789abcdefghij");
        write(DOCUMENT, "{\"zarr_format\": 3}".repeat(100));
    }

    final Optional<ServedObject> open(String key) {
        return StorePath.parse(key).flatMap(stores()::open);
    }

    private StoreReply reply(String key, Map<String, String> headers) {
        return StoreReply.of(
                StorePath.parse(key).orElseThrow(),
                open(key).orElseThrow(),
                name -> Optional.ofNullable(headers.get(name)));
    }

    private static String text(StoreReply reply) throws IOException {
        try (InputStream body = reply.body()) {
            byte[] bytes = body.readAllBytes();
            assertThat((long) bytes.length).isEqualTo(reply.length());
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theWholeObject() throws IOException {
        StoreReply reply = reply(CHUNK, Map.of());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers())
                .containsEntry("Accept-Ranges", "bytes")
                .containsEntry("Content-Type", "application/octet-stream");
        assertThat(text(reply)).isEqualTo("0123456789abcdefghij");
    }

    @Test
    void onePart() throws IOException {
        StoreReply reply = reply(CHUNK, Map.of("Range", "bytes=-4"));
        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.headers()).containsEntry("Content-Range", "bytes 16-19/20");
        assertThat(text(reply)).isEqualTo("ghij");
    }

    /// RFC 9110 section 14.6
    @Test
    void severalPartsComeInOneBody() throws IOException {
        StoreReply reply = reply(CHUNK, Map.of("Range", "bytes=0-1,18-"));
        String type = String.valueOf(reply.headers().get("Content-Type"));
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        assertThat(text(reply)).isEqualTo("""
                        \r
                        --%1$s\r
                        Content-Type: application/octet-stream\r
                        Content-Range: bytes 0-1/20\r
                        \r
                        01\r
                        --%1$s\r
                        Content-Type: application/octet-stream\r
                        Content-Range: bytes 18-19/20\r
                        \r
                        ij\r
                        --%1$s--\r
                        """.formatted(boundary));
    }

    @Test
    void aPartBeyondTheEndIsRefusedWithTheSize() throws IOException {
        StoreReply reply = reply(CHUNK, Map.of("Range", "bytes=20-"));
        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.headers()).containsEntry("Content-Range", "bytes */20");
        assertThat(text(reply)).isEmpty();
    }

    @Test
    void whatTheClientHasIsNotSent() throws IOException {
        String tag = String.valueOf(reply(CHUNK, Map.of()).headers().get("ETag"));
        StoreReply reply = reply(CHUNK, Map.of("If-None-Match", tag, "Range", "bytes=0-3"));
        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.headers()).containsEntry("ETag", tag);
        assertThat(text(reply)).isEmpty();
    }

    @Test
    void aReplacedObjectHasAnotherTagAndNoPartsOfTheOld() throws IOException {
        String old = String.valueOf(reply(CHUNK, Map.of()).headers().get("ETag"));
        write(CHUNK, "ABCDEFGHIJabcdefghij");
        StoreReply reply = reply(CHUNK, Map.of("If-Range", old, "Range", "bytes=0-3"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().get("ETag")).isNotEqualTo(old);
        assertThat(text(reply)).startsWith("ABCD").hasSize(20);
    }

    @Test
    void documentsAreCompressedForThoseWhoWantIt() throws IOException {
        StoreReply reply = reply(DOCUMENT, Map.of("Accept-Encoding", "br, gzip;q=0.8"));
        assertThat(reply.headers()).containsEntry("Content-Encoding", "gzip").containsEntry("Vary", "Accept-Encoding");
        try (InputStream body = reply.body()) {
            byte[] bytes = body.readAllBytes();
            assertThat((long) bytes.length).isEqualTo(reply.length()).isLessThan(200);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                    .hasSize(1800);
        }
        StoreReply plain = reply(DOCUMENT, Map.of("Accept-Encoding", "gzip;q=0"));
        assertThat(plain.headers()).doesNotContainKey("Content-Encoding");
        assertThat(plain.headers().get("ETag")).isNotEqualTo(reply.headers().get("ETag"));
        plain.body().close();
    }

    @Test
    void chunksAndPartsAreNeverCompressed() throws IOException {
        assertThat(reply(CHUNK, Map.of("Accept-Encoding", "gzip")).headers()).doesNotContainKey("Content-Encoding");
        assertThat(text(reply(DOCUMENT, Map.of("Accept-Encoding", "gzip", "Range", "bytes=0-0"))))
                .isEqualTo("{");
    }

    @Test
    void foldersAreNotListed() {
        assertThat(open("c/a.zarr/b02")).isEmpty();
        assertThat(open("c/a.zarr/b02/c")).isEmpty();
        assertThat(open("c/a.zarr/none")).isEmpty();
        assertThat(open("c/a.zarr/zarr.json/x")).isEmpty();
    }

    @Test
    void anEmptyObjectIsEmpty() throws IOException {
        write("c/a.zarr/empty", "");
        assertThat(text(reply("c/a.zarr/empty", Map.of()))).isEmpty();
        assertThat(reply("c/a.zarr/empty", Map.of("Range", "bytes=0-")).status())
                .isEqualTo(416);
    }
}
