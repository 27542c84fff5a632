package dev.zarrgo.controller.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sources on a real server, with a guard that forbids every address with `forbidden` in it.
class StacSourceResolverTest {

    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = Map.of("/one", "two", "/two", "/forbidden");
    private final List<String> requested = new CopyOnWriteArrayList<>();
    private final StacSourceResolver resolver = new StacSourceResolver(
            address -> {
                if (address.contains("forbidden")) {
                    throw new InvalidRequestException(FailureCode.USAGE, address + " is not allowed");
                }
            },
            3,
            Duration.ofSeconds(2));

    @SuppressWarnings("NullAway.Init") // started before each test
    private HttpServer server;

    private String base = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requested.add(path);
        if (path.startsWith("/status/")) {
            exchange.sendResponseHeaders(Integer.parseInt(path.substring(8)), -1);
        } else if (path.startsWith("/to/")) {
            exchange.getResponseHeaders().add("Location", "/" + path.substring(4));
            exchange.sendResponseHeaders(302, -1);
        } else if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().add("Location", redirects.get(path));
            exchange.sendResponseHeaders(307, -1);
        } else if (path.equals("/drip")) {
            exchange.sendResponseHeaders(200, 0);
            drip(exchange);
        } else if (path.equals("/huge")) {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 40; i++) {
                    exchange.getResponseBody().write(new byte[1 << 20]);
                }
            } catch (IOException _) {
                // The client has seen enough.
            }
        } else {
            byte[] body = documents.getOrDefault(path, "").replace("BASE", base).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void drip(HttpExchange exchange) throws IOException {
        try {
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                Thread.sleep(100);
            }
        } catch (IOException _) {
            // The client has waited enough.
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    private ResolvedSource resolve(String path) {
        return resolver.resolve(new JobRequest("me", Action.CONVERT, "c", "provisional", base + path, Json.object()));
    }

    private static String item(String id, String href) {
        return """
                {"type": "Feature", "id": "%s", "assets": {"product": {"href": "%s"}},
                 "links": [{"rel": "self", "href": "BASE/items/%s"}]}""".formatted(id, href, id);
    }

    @Test
    @DisplayName("P5: the id of the item wins over the address")
    void theItemSaysWhoItIs() {
        documents.put("/items/alias", item("real", "https://data.test/real.zarr"));
        var one = (ResolvedSource.OneItem) resolve("/items/alias");
        assertThat(one.itemId()).isEqualTo("real");
        assertThat(one.item()).isPresent();
    }

    @Test
    @DisplayName("P4: a product is not asked for here")
    void aProductIsTakenAsItIs() {
        var one = (ResolvedSource.OneItem) resolve("/data/a.zarr");
        assertThat(one).isEqualTo(new ResolvedSource.OneItem("provisional", Optional.empty()));
        assertThat(requested).isEmpty();
    }

    @Test
    @DisplayName("P5: a collection of items is read to its last page")
    void aCollectionIsReadToItsEnd() {
        documents.put(
                "/search",
                "{\"type\": \"FeatureCollection\", \"features\": [%s, %s], \"links\": [{\"rel\": \"next\", \"href\":"
                                .formatted(item("a", "x.zarr"), item("b", "x.zarr"))
                        + " \"/page2\"}]}");
        documents.put("/page2", "{\"type\": \"FeatureCollection\", \"features\": [%s]}".formatted(item("c", "x.zarr")));
        var many = (ResolvedSource.ManyItems) resolve("/search");
        assertThat(many.elements())
                .containsExactly(
                        new ResolvedSource.Element("a", base + "/items/a"),
                        new ResolvedSource.Element("b", base + "/items/b"),
                        new ResolvedSource.Element("c", base + "/items/c"));
    }

    @Test
    void aCollectionHasABound() {
        String four =
                String.join(",", item("a", "x.zarr"), item("b", "x.zarr"), item("c", "x.zarr"), item("d", "x.zarr"));
        documents.put("/search", "{\"type\": \"FeatureCollection\", \"features\": [%s]}".formatted(four));
        assertThatThrownBy(() -> resolve("/search"))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("more than 3 items");
    }

    @ParameterizedTest(name = "HTTP {0} is a {1}")
    @CsvSource({
        "404, UnusableSourceException", "410, UnusableSourceException", "401, RefusedException",
                "403, RefusedException",
        "400, RefusedException", "408, UnavailableException", "429, UnavailableException", "500, UnavailableException",
        "503, UnavailableException"
    })
    @DisplayName("A19: what an answer means")
    void whatAnAnswerMeans(int status, String kind) {
        assertThatThrownBy(() -> resolve("/status/" + status))
                .isInstanceOf(ZarrgoException.class)
                .satisfies(failure ->
                        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind));
    }

    @Test
    void whatIsNoItemIsUnusable() {
        documents.put("/page", "<html>");
        documents.put("/other", "{\"type\": \"Catalog\"}");
        documents.put("/empty", item("a", "https://data.test/a.tif"));
        documents.put("/bad-id", item("a:b", "https://data.test/a.zarr"));
        for (String path : List.of("/page", "/other", "/empty", "/bad-id", "/missing", "/huge")) {
            assertThatThrownBy(() -> resolve(path)).as(path).isInstanceOf(UnusableSourceException.class);
        }
    }

    @Test
    @DisplayName("issue: a redirect to a forbidden address is not followed")
    void aForbiddenRedirectIsNotFollowed() {
        documents.put("/forbidden", item("a", "https://data.test/a.zarr"));
        assertThatThrownBy(() -> resolve("/one")).isInstanceOf(InvalidRequestException.class);
        assertThat(requested).containsExactly("/one", "/two");
    }

    @Test
    void anAllowedRedirectIsFollowed() {
        documents.put("/items/a", item("a", "https://data.test/a.zarr"));
        assertThat(resolve("/to/items/a")).isInstanceOf(ResolvedSource.OneItem.class);
    }

    @Test
    @DisplayName("issue: an asset at a forbidden address ends it, without a request to it")
    void aForbiddenAssetIsNotRead() {
        documents.put("/items/a", item("a", "BASE/forbidden/a.zarr"));
        assertThatThrownBy(() -> resolve("/items/a")).isInstanceOf(InvalidRequestException.class);
        assertThat(requested).containsExactly("/items/a");
    }

    @Test
    @DisplayName("issue: a source that only drips does not hold a dispatcher")
    void aSlowSourceIsLeft() {
        assertThatThrownBy(() -> resolve("/drip"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no whole answer within");
    }

    @Test
    void aServerThatIsGoneIsUnavailable() {
        server.stop(0);
        assertThatThrownBy(() -> resolve("/items/a")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void redirectsInACircleEnd() {
        documents.put("/x", "x");
        assertThatThrownBy(() -> resolve("/to/to/to/to/to/to/to/x"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("redirects");
    }
}
