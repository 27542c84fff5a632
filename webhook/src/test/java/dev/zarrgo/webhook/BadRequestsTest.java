package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.webhook.RunningService.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are wrong in every way that clients and attackers know get a 4xx that says what is wrong,
/// and leave nothing behind (rules P5, P7, A10, X4).
class BadRequestsTest {

    private static final String PRIVATE = "no public address";

    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) {
        service = RunningService.start(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(service.jobs()).isZero();
    }

    private static Arguments row(int status, String body, String... says) {
        return Arguments.of(status, body, List.of(says));
    }

    private static Arguments source(String address, String... says) {
        return row(400, "{\"source_url\": \"%s\", \"collection\": \"sentinel-2-l2a\"}".formatted(address), says);
    }

    static Stream<Arguments> samples() {
        String good = RunningService.sample("X");
        String open = good.substring(0, good.length() - 1);
        return Stream.of(
                row(400, "", "no body"),
                row(400, "{", "no JSON"),
                row(400, "{}x", "no JSON"),
                row(400, "{\"a\": 01}", "no JSON"),
                row(400, "[".repeat(5000) + "]".repeat(5000), "no JSON"),
                row(400, open + ", \"collection\": \"sentinel-2-l2a\"}", "Duplicate"),
                row(400, "null", "object"),
                row(400, "[]", "object"),
                row(400, "\"text\"", "object"),
                row(400, "7", "object"),
                row(400, "{}", "/source_url", "/collection"),
                row(400, "{\"source_url\": null, \"collection\": null}", "/source_url", "/collection"),
                row(400, "{\"source_url\": 7, \"collection\": []}", "/source_url", "/collection"),
                row(400, "{\"source_url\": \"\", \"collection\": \" \"}", "/source_url", "/collection"),
                row(400, "{\"source_url\": {\"href\": \"x\"}, \"collection\": true}", "/source_url", "/collection"),
                row(400, open + ", \"colour\": 1}", "/colour", "allowed are"),
                row(400, open + ", \"Action\": \"convert\"}", "/Action"),
                row(400, open + ", \"action\": \"convert-v1\"}", "/action", "convert-v1-s2"),
                row(400, open + ", \"action\": \"CONVERT\"}", "/action"),
                row(400, open + ", \"action\": \"convert-v1-s2-hp-x\"}", "/action"),
                row(400, open + ", \"action\": 7}", "/action"),
                row(400, open + ", \"item_id\": \"other\"}", "/item_id"),
                row(400, open + ", \"item_id\": \"../../x\"}", "/item_id"),
                row(400, open + ", \"parameters\": []}", "/parameters"),
                row(400, open + ", \"parameters\": {\"nope\": 1}}", "/parameters/nope", "allowed are"),
                row(400, open + ", \"parameters\": {\"stage\": \"$(id)\"}}", "/parameters/stage"),
                row(
                        400,
                        open + ", \"parameters\": {\"convert_options\": {\"encoding\": \"gold\"}}}",
                        "/parameters/convert_options/encoding"),
                row(
                        400,
                        open + ", \"parameters\": {\"convert_options\": {\"spatial-chunk\": 1e9}}}",
                        "/parameters/convert_options/spatial-chunk"),
                row(
                        400,
                        good.replace("sentinel-2-l2a", "unknown"),
                        "/collection",
                        "not configured",
                        "sentinel-2-l2a-staging"),
                row(400, good.replace("sentinel-2-l2a", "../../etc"), "/collection"),
                row(400, good.replace("sentinel-2-l2a", "a/b"), "/collection"),
                row(400, good.replace("sentinel-2-l2a", "a\\u0000b"), "/collection"));
    }

    static Stream<Arguments> sources() {
        return Stream.of(
                source("file:///etc/passwd", "/source_url"),
                source("/etc/passwd", "/source_url"),
                source("ftp://192.88.98.7/x.zarr", "/source_url"),
                source("gopher://192.88.98.7/x", "/source_url"),
                source("jar:https://192.88.98.7/x!/y", "/source_url"),
                source("http://192.88.98.7/x.zarr", "/source_url"),
                source("https://", "/source_url"),
                source("https:///x.zarr", "/source_url"),
                source("https://192.88.98.7/a b.zarr", "/source_url"),
                source("https://192.88.98.7/x.zarr\\r\\nHost: y", "/source_url"),
                source("https://user:secret@192.88.98.7/x.zarr", "/source_url"),
                source("https://192.88.98.7/", "/source_url"),
                source("https://192.88.98.7/..", "/source_url"),
                source("https://192.88.98.7/a/%2e%2e", "/source_url"),
                source("https://192.88.98.7/a%2Fb.zarr%00", "/source_url"),
                source("https://127.0.0.1/x.zarr", PRIVATE),
                source("https://127.1/x.zarr"),
                source("https://0x7f000001/x.zarr"),
                source("https://2130706433/x.zarr"),
                source("https://0.0.0.0/x.zarr", PRIVATE),
                source("https://10.0.0.1/x.zarr", PRIVATE),
                source("https://172.16.0.1/x.zarr", PRIVATE),
                source("https://192.168.1.1/x.zarr", PRIVATE),
                source("https://169.254.169.254/latest/meta-data", PRIVATE),
                source("https://100.100.100.200/x.zarr", PRIVATE),
                source("https://[::1]/x.zarr", PRIVATE),
                source("https://[::ffff:127.0.0.1]/x.zarr", PRIVATE),
                source("https://[::ffff:169.254.169.254]/x.zarr", PRIVATE),
                source("https://[64:ff9b::7f00:1]/x.zarr", PRIVATE),
                source("https://[fe80::1]/x.zarr", PRIVATE),
                source("https://[fd00::1]/x.zarr", PRIVATE),
                source("https://localhost/x.zarr", PRIVATE),
                source("https://LOCALHOST./x.zarr", PRIVATE),
                // Names that resolve to private addresses: see hosts, which stands for the name server here.
                source("https://loopback.example.org/x.zarr", PRIVATE),
                source("https://metadata.example.org/x.zarr", PRIVATE),
                source("https://intranet.example.org/x.zarr", PRIVATE),
                source("https://mapped.example.org/x.zarr", PRIVATE),
                source("https://mixed.example.org/x.zarr", PRIVATE));
    }

    @ParameterizedTest
    @MethodSource({"samples", "sources"})
    void sampleIsRefused(int status, String body, List<String> says) {
        assertRefused(service.post("/samples", body), status, says);
    }

    /// The same rules by the other ways in.
    @ParameterizedTest
    @MethodSource("sources")
    void jobIsRefused(int status, String body, List<String> says) {
        String job = body.replace("source_url", "source");
        List<String> pointed =
                says.stream().map(text -> text.replace("source_url", "source")).toList();
        assertRefused(service.post("/jobs", job), status, pointed);
        assertRefused(service.post("/processes/convert/execution", "{\"inputs\": %s}".formatted(job)), 422, pointed);
        Answer batch = service.post("/jobs/batch", "{\"jobs\": [%s]}".formatted(job));
        assertThat(batch.status()).isEqualTo(200);
        assertThat(batch.json().path(0).path("status").asInt()).isEqualTo(status);
    }

    static Stream<Arguments> elsewhere() {
        return Stream.of(
                Arguments.of("GET", "/nothing", "", 404),
                Arguments.of("GET", "/jobs/nothing", "", 400),
                Arguments.of("GET", "/jobs/7", "", 400),
                Arguments.of("GET", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t", "", 404),
                Arguments.of("GET", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/events", "", 404),
                Arguments.of("GET", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/logs", "", 404),
                Arguments.of("GET", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/logs?step=../../etc", "", 400),
                Arguments.of("GET", "/jobs/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "", 400),
                Arguments.of("GET", "/jobs/..%2f..%2fetc%2fpasswd", "", 400),
                Arguments.of("GET", "/jobs/%00", "", 400),
                Arguments.of("GET", "/jobs?state=NOPE", "", 400),
                Arguments.of("GET", "/jobs?limit=0", "", 400),
                Arguments.of("GET", "/jobs?limit=1001", "", 400),
                Arguments.of("GET", "/jobs?limit=many", "", 400),
                Arguments.of("GET", "/jobs?after=x", "", 400),
                Arguments.of("GET", "/jobs?since=yesterday", "", 400),
                Arguments.of("GET", "/jobs?collection=", "", 400),
                Arguments.of("GET", "/jobs?collection=a&collection=b", "", 400),
                Arguments.of("GET", "/jobs?unknown=1", "", 400),
                Arguments.of("GET", "/jobs?status=nope", "", 400),
                Arguments.of("GET", "/stats?period=year", "", 400),
                Arguments.of("GET", "/processes/nope", "", 404),
                Arguments.of("POST", "/processes/nope/execution", "{}", 404),
                Arguments.of("POST", "/processes/convert/execution", "{}", 400),
                Arguments.of("POST", "/processes/convert/execution", "{\"inputs\": {}}", 422),
                Arguments.of("POST", "/processes/convert/execution", "{\"inputs\": {}, \"x\": 1}", 400),
                Arguments.of("POST", "/jobs/batch", "{\"jobs\": []}", 400),
                Arguments.of("POST", "/jobs/batch", "{\"jobs\": [%s1]}".formatted("1,".repeat(1000)), 400),
                Arguments.of("POST", "/jobs/retry", "{\"states\": [\"NOPE\"]}", 400),
                Arguments.of("POST", "/jobs/retry", "{\"limit\": -1}", 400),
                Arguments.of("PUT", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/retry", "", 404),
                Arguments.of("PUT", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/fail", "{\"reason\": 7}", 400),
                Arguments.of("PUT", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/state/NOPE", "", 400),
                Arguments.of("PUT", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/state/DONE", "", 404),
                Arguments.of("PUT", "/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/data", "{\"x\": 1}", 404),
                Arguments.of("GET", "/catalog/collections/nope", "", 404),
                Arguments.of("GET", "/catalog/collections/..%2f..%2fledger", "", 400),
                Arguments.of("GET", "/catalog/collections/nope/items/..%2f..%2fx", "", 400),
                Arguments.of("GET", "/catalog/search?bbox=1,2,3", "", 400),
                Arguments.of("GET", "/catalog/search?bbox=NaN,0,1,1", "", 400),
                Arguments.of("GET", "/catalog/search?datetime=now", "", 400),
                Arguments.of("POST", "/catalog/search", "{\"filter\": {}}", 400),
                Arguments.of("DELETE", "/samples", "", 405),
                Arguments.of("PATCH", "/jobs", "{}", 405),
                Arguments.of("POST", "/stats", "{}", 405));
    }

    @ParameterizedTest
    @MethodSource("elsewhere")
    void requestIsRefused(String method, String path, String body, int status) {
        assertRefused(service.send(method, path, body), status, List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"
            })
    void otherMediaTypesAreRefused(String type) {
        assertRefused(service.post("/samples", RunningService.sample("TYPE"), "Content-Type", type), 415, List.of());
    }

    /// A body above the limit, and a text of 10 MB in it.
    @Test
    void largeBodiesAreRefused() {
        String text = "a".repeat(10_000_000);
        assertRefused(service.post("/samples", RunningService.sample(text)), 413, List.of());
        assertRefused(service.post("/samples", " ".repeat(1 << 20) + "{}"), 413, List.of());
    }

    /// A text that fits the body, and no field.
    @Test
    void longTextIsRefused() {
        assertRefused(
                service.post("/samples", RunningService.sample("a".repeat(500_000))), 400, List.of("/source_url"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /samples HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
                "POST /samples HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /samples HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "POST /samples HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /samples HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n",
                "GET /jobs HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
                "GET /jobs HTTP/1.1\r\nHost: x\r\nX: a\u0000b\r\n\r\n",
                "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n"
            })
    void brokenHttpIsRefused(String request) throws IOException {
        assertThat(raw(request))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*"),
                        answer -> assertThat(answer).isEmpty()); // closed without a word
    }

    @Test
    void headersBeyondAllMeasureAreRefused() throws IOException {
        String many = "X-Header: %s\r\n".formatted("a".repeat(1000)).repeat(100);
        assertThat(raw("GET /jobs HTTP/1.1\r\nHost: x\r\n%s\r\n".formatted(many)))
                .matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        assertThat(raw("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted("a".repeat(100_000))))
                .matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-number", "-1", "99999999999999999999999"})
    void eventNumberThatIsNoneIsRefused(String number) {
        assertRefused(service.get("/events", "Last-Event-ID", number, "Accept", "text/event-stream"), 400, List.of());
    }

    @Test
    void idempotencyKeyHasALimit() {
        assertRefused(
                service.post("/jobs", RunningService.job("KEY"), "Idempotency-Key", "k".repeat(201)), 400, List.of());
    }

    /// The host of a request is the client's to choose; links are not made of it.
    @Test
    void hostOfTheRequestIsInNoLink() throws IOException {
        assertThat(
                        raw(
                                "GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("evil.example");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0 && answer.length() < 8000; n = in.read(buffer)) {
                answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                if (answer.indexOf("\r\n\r\n") >= 0 && request.indexOf("close") < 0) {
                    break;
                }
            }
            return answer.toString();
        } catch (SocketException _) {
            return "";
        }
    }

    private static void assertRefused(Answer answer, int status, List<String> says) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.text("title")).isNotEmpty();
        assertThat(answer.text("detail")).isNotEmpty();
        assertThat(says).allSatisfy(text -> assertThat(answer.body()).contains(text));
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "io.micronaut");
    }
}
