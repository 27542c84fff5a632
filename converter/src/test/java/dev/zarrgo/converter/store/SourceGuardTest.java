package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sources that requests over HTTP name stay on hosts that are allowed (rule I3).
class SourceGuardTest {

    private static final SourceGuard PUBLIC = new SourceGuard(List.of(), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/p.zarr",
                "https://127.1/p.zarr",
                "https://2130706433/p.zarr",
                "https://0.0.0.0/p.zarr",
                "https://10.1.2.3/p.zarr",
                "https://172.31.0.1/p.zarr",
                "https://192.168.0.1/p.zarr",
                "https://169.254.169.254/latest/meta-data/",
                "https://100.64.0.1/p.zarr",
                "https://198.18.0.1/p.zarr",
                "https://224.0.0.1/p.zarr",
                "https://255.255.255.255/p.zarr",
                "https://[::1]/p.zarr",
                "https://[::]/p.zarr",
                "https://[::ffff:127.0.0.1]/p.zarr",
                "https://[::ffff:a00:1]/p.zarr",
                "https://[::127.0.0.1]/p.zarr",
                "https://[64:ff9b::7f00:1]/p.zarr",
                "https://[2002:7f00:1::]/p.zarr",
                "https://[fe80::1]/p.zarr",
                "https://[fc00::1]/p.zarr",
                "https://[ff02::1]/p.zarr",
                "https://localhost/p.zarr",
                "https://LOCALHOST./p.zarr",
                "https://localhost:8443/p.zarr",
                "https://user@example.org/p.zarr",
                "https://8.8.8.8@127.0.0.1/p.zarr",
                "https:///p.zarr",
                "https:p.zarr",
                "http://8.8.8.8/p.zarr",
                "file:///etc/passwd",
                "ftp://8.8.8.8/p.zarr",
                "gopher://8.8.8.8/",
                "jar:https://8.8.8.8/x!/",
                "/etc/passwd",
                "",
                "https://8.8.8.8/a b",
                "https://8.8.8.8\r\nHost: x/",
                "s3://",
                "s3:///key"
            })
    void refusesWhatIsNoPublicSource(String address) {
        assertThatThrownBy(() -> PUBLIC.check(address)).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://8.8.8.8/p.zarr", "https://[2606:4700::1111]:443/p.zarr", "s3://bucket/key.zarr"})
    void acceptsPublicSources(String address) {
        assertThatCode(() -> PUBLIC.check(address)).doesNotThrowAnyException();
    }

    @Test
    void listLeavesOutWhatItDoesNotName() {
        var guard = new SourceGuard(List.of("*.example.org", "9.9.9.9", "1.0.0.0/8"), true);
        guard.check("https://9.9.9.9/p.zarr");
        guard.check("http://1.2.3.4/p.zarr");
        assertThatThrownBy(() -> guard.check("https://8.8.8.8/p.zarr"))
                .hasMessageContaining("not in the list of allowed hosts");
        assertThatThrownBy(() -> guard.check("https://example.org.evil.test/p.zarr"))
                .hasMessageContaining("not in the list of allowed hosts");
    }

    @Test
    void privateAddressNeedsAnEntryThatNamesIt() {
        assertThatThrownBy(() -> new SourceGuard(List.of("*"), false).check("https://localhost/p.zarr"))
                .hasMessageContaining("no public address");
        new SourceGuard(List.of("localhost"), false).check("https://localhost/p.zarr");
        new SourceGuard(List.of("127.0.0.0/8", "[::1]"), false).check("https://localhost/p.zarr");
        var portOnly = new SourceGuard(List.of("127.0.0.1:12000"), true);
        portOnly.check("http://127.0.0.1:12000/p.zarr");
        assertThatThrownBy(() -> portOnly.check("http://127.0.0.1:12001/p.zarr"))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void entryMaySayThatItDoesWithoutTls() {
        var guard = new SourceGuard(List.of("*", "http://127.0.0.1:12000", "http://127.0.1.0/24"), false);
        guard.check("https://8.8.8.8/p.zarr");
        guard.check("http://127.0.0.1:12000/p.zarr");
        guard.check("http://127.0.1.9/p.zarr");
        for (String refused : List.of("http://8.8.8.8/p.zarr", "http://127.0.0.1/p.zarr", "http://127.0.2.1/p.zarr")) {
            assertThatThrownBy(() -> guard.check(refused)).isInstanceOf(InvalidRequestException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org", "a b", "10.0.0.0/33", "host/8", "[::1", "a:b"})
    void entryThatIsNoHostIsABadSetting(String entry) {
        assertThatThrownBy(() -> new SourceGuard(List.of(entry), false)).isInstanceOf(RefusedException.class);
    }

    @Test
    void checkedNameCannotTurnPrivate() {
        PUBLIC.check("https://name-without-an-address.invalid/p.zarr");
        SourceGuard guard = SourceGuard.of("name-without-an-address.invalid.").orElseThrow();
        assertThat(guard.admits(InetAddress.getLoopbackAddress())).isFalse();
        assertThat(SourceGuard.of("never-checked.invalid")).isEmpty();
    }

    @Test
    void environmentWithoutTheListMeansNoGuard() {
        assertThat(SourceGuard.of(Map.of())).isEmpty();
        assertThat(SourceGuard.of(Map.of(SourceGuard.ALLOWED_HOSTS, ""))).isPresent();
    }

    /// A redirect to a forbidden host is not followed: not one request arrives there.
    @Test
    void redirectIsCheckedBeforeItIsFollowed() throws IOException {
        var asked = new AtomicInteger();
        HttpServer hidden = server(asked, "");
        HttpServer open = server(new AtomicInteger(), "http://localhost:%d/".formatted(port(hidden)));
        try {
            var guard = new SourceGuard(List.of("127.0.0.1:" + port(open)), true);
            StoreSettings settings = StoreSettings.of(
                    Map.of(SourceGuard.ALLOWED_HOSTS, "127.0.0.1:" + port(open), SourceGuard.ALLOW_HTTP, "true"));
            String folder = "http://127.0.0.1:%d/p.zarr".formatted(port(open));
            guard.check(folder);
            try (Store store = Stores.open(Location.parse(folder), settings)) {
                assertThatThrownBy(() -> store.open("zarr.json"))
                        .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(failure.code())
                                .isEqualTo(FailureCode.SOURCE_FORBIDDEN));
            }
            assertThat(asked).hasValue(0);
        } finally {
            open.stop(0);
            hidden.stop(0);
        }
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private static HttpServer server(AtomicInteger asked, String elsewhere) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            if (!elsewhere.isEmpty()) {
                exchange.getResponseHeaders().add("Location", elsewhere + exchange.getRequestURI());
            }
            exchange.sendResponseHeaders(elsewhere.isEmpty() ? 200 : 302, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
