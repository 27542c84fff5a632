package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.webhook.RunningService.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects of stores over HTTP, as readers of Zarr and maps ask for them (P88; rules P1, P8, A24).
class StoresTest {

    private static final String READER = "reader-token-0123456789";
    private static final String[] BEARER = {"Authorization", "Bearer " + READER};
    private static final String CHUNK = "/stores/open/a.zarr/b02/c/0/0";
    private static final String DOCUMENT = "/stores/open/a.zarr/zarr.json";
    private static final String CLOSED = "/stores/closed/a.zarr/zarr.json";

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        write(folder.resolve("stores/open/a.zarr/zarr.json"), "{\"zarr_format\": 3}".repeat(100));
        write(folder.resolve("stores/open/a.zarr/b02/c/0/0"), "0123456789abcdefghij");
        write(folder.resolve("stores/closed/a.zarr/zarr.json"), "{}");
        write(folder.resolve("secret"), "secret");
        service = RunningService.start(
                folder, "security.tokens", "reader:read:" + READER, "view.public-collections", "open");
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-3    | 206 | bytes 0-3/20   | 0123",
                "bytes=-4     | 206 | bytes 16-19/20 | ghij",
                "bytes=18-    | 206 | bytes 18-19/20 | ij",
                "bytes=18-99  | 206 | bytes 18-19/20 | ij",
                "bytes=20-    | 416 | bytes */20     | ''",
                "letters=0-3  | 200 | ''             | 0123456789abcdefghij",
            })
    void partsAreGiven(String range, int status, String contentRange, String body) {
        Answer answer = service.get(CHUNK, "Range", range);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void severalPartsComeInOneAnswer() {
        Answer answer = service.get(CHUNK, "Range", "bytes=0-1,-2");
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(answer.body()).contains("bytes 0-1/20", "01", "bytes 18-19/20", "ij");
    }

    @Test
    void whatTheReaderHasIsNotSentAgain() {
        String tag = service.get(CHUNK).header("ETag");
        assertThat(service.get(CHUNK, "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(service.get(CHUNK, "If-Match", "\"another\"").status()).isEqualTo(412);
        assertThat(service.get(CHUNK, "If-Range", "\"another\"", "Range", "bytes=0-3")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headSaysTheSameWithoutTheBytes() {
        Answer head = service.send("HEAD", CHUNK, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("20");
        assertThat(head.header("ETag")).isEqualTo(service.get(CHUNK).header("ETag"));
    }

    @Test
    void metadataAreCompressedForThoseWhoAsk() {
        Answer answer = service.get(DOCUMENT, "Accept-Encoding", "gzip");
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(Long.parseLong(answer.header("Content-Length"))).isLessThan(200);
        assertThat(service.get(DOCUMENT).body()).hasSize(1800);
        assertThat(service.get(CHUNK, "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEmpty();
    }

    /// A map of another origin asks first, as ranges are no simple request; then it may see sizes and tags.
    @Test
    void pagesOfEveryOriginMayRead() {
        Answer question = service.send("OPTIONS", CHUNK, "", "Access-Control-Request-Headers", "range");
        assertThat(question.status()).isEqualTo(204);
        assertThat(question.header("Access-Control-Allow-Headers")).contains("Range", "Authorization");
        Answer answer = service.get(CHUNK, "Range", "bytes=0-0");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Content-Range", "ETag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stores",
                "/stores/",
                "/stores/open",
                "/stores/open/",
                "/stores/open/a.zarr",
                "/stores/open/a.zarr/",
                "/stores/open/a.zarr/b02"
            })
    void nothingIsListed(String path) {
        Answer answer = service.get(path, BEARER);
        assertThat(answer.status()).isIn(403, 404);
        assertThat(answer.body()).doesNotContain("c/0/0").doesNotContain("closed");
    }

    /// As they stand: a client in Java would put such addresses in order.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/stores/open/../../secret",
                "/stores/open/a.zarr/../../../secret",
                "/stores/open/a.zarr/..%2f..%2f..%2fsecret",
                "/stores/open/a.zarr/%2e%2e/%2e%2e/%2e%2e/secret",
                "/stores/open/a.zarr/..%5c..%5csecret",
                "/stores//open/a.zarr/zarr.json",
                "/stores/open/a.zarr/%00",
            })
    void nothingOutsideOfStoresIsGiven(String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
                            .formatted(path, BEARER[1])
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).containsPattern("^HTTP/1.1 (400|404) ").doesNotEndWith("secret");
        }
    }

    /// What is not public is for those who may read jobs.
    @Test
    void rolesDecideWhoReads() {
        assertThat(service.get(DOCUMENT).status()).isEqualTo(200);
        assertThat(service.get(CLOSED).status()).isEqualTo(401);
        assertThat(service.get(CLOSED, "Authorization", "Bearer nobody").status())
                .isEqualTo(401);
        assertThat(service.get(CLOSED, BEARER).body()).isEqualTo("{}");
    }

    /// The pages offer what the role allows (rule A24).
    @Test
    void pagesLearnWhoAsks() {
        assertThat(service.get("/ui/session.json").body()).isEqualTo("{\"name\":\"\",\"roles\":[]}");
        assertThat(service.get("/ui/session.json", BEARER).body())
                .isEqualTo("{\"name\":\"reader\",\"roles\":[\"read\"]}");
    }
}
