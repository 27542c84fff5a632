package dev.zarrgo.cli;

import static dev.zarrgo.testkit.TestCluster.NAMESPACE;
import static dev.zarrgo.testkit.TestCluster.kubectl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// Products and items in the public bucket, at addresses that pods and tests reach alike, and what became
/// of them.
final class ClusterSources {

    static final String COLLECTION = "sentinel-2-l2a";

    private static final String BUCKET = System.getenv().getOrDefault("ZARRGO_S3_PUBLIC_BUCKET", "");
    private static final String RUN = "cluster-" + UUID.randomUUID().toString().substring(0, 8);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Map<String, String> places;
    private final String product;

    /// Uploads a product, once.
    ClusterSources() {
        String data = kubectl("-n", NAMESPACE, "get", "configmap", "zarrgo-defaults", "-o", "jsonpath={.data}");
        this.places = Map.of(
                "s3", parsed(data).path("s3_endpoint").asText(),
                "stac", parsed(data).path("stac_api_url").asText(),
                "stores",
                        "s3://%s/%s"
                                .formatted(
                                        parsed(data).path("s3_output_bucket").asText(),
                                        parsed(data).path("s3_output_prefix").asText()));
        this.product = upload("product.zarr", 1);
    }

    private static ObjectNode parsed(String text) {
        return parsed(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode parsed(byte[] text) {
        try {
            return (ObjectNode) Json.parse(text);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// @param part of each large chunk that arrives
    private String upload(String name, double part) {
        Path folder = TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder();
        try (WritableStore store = Stores.writable(Location.parse("s3://%s/%s/%s".formatted(BUCKET, RUN, name)));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                boolean cut = part < 1
                        && content.length > 50_000
                        && !file.getFileName().toString().startsWith(".");
                store.put(
                        folder.relativize(file).toString(),
                        ByteBuffer.wrap(content, 0, cut ? (int) (content.length * part) : content.length));
            }
            return address(name);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private String address(String name) {
        return "%s/%s/%s/%s".formatted(places.get("s3"), BUCKET, RUN, name);
    }

    String product() {
        return product;
    }

    /// A product whose chunks end too early.
    String truncatedProduct() {
        return upload("truncated.zarr", 0.5);
    }

    /// An address that nobody may read without credentials.
    String forbidden() {
        return "%s/%s/%s/private.json".formatted(places.get("s3"), System.getenv("ZARRGO_S3_BUCKET"), RUN);
    }

    String missing() {
        return address("nothing.json");
    }

    /// Publishes an item.
    ///
    /// @return its address
    String item(String id, String href) {
        Path folder = TestProduct.sample("L2A", 2, TestProduct.MEDIUM).folder();
        ObjectNode discovery;
        try {
            discovery = (ObjectNode)
                    parsed(Files.readAllBytes(folder.resolve(".zattrs"))).path("stac_discovery");
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.1.0").put("id", id);
        item.putArray("stac_extensions");
        item.set("geometry", discovery.path("geometry"));
        item.set("bbox", discovery.path("bbox"));
        ObjectNode properties = item.putObject("properties");
        for (String name : List.of("datetime", "start_datetime", "end_datetime", "platform", "constellation")) {
            properties.set(name, discovery.path("properties").path(name));
        }
        item.putArray("links");
        item.putObject("assets")
                .putObject("product")
                .put("href", href)
                .put("type", "application/vnd.zarr")
                .putArray("roles")
                .add("data");
        try (WritableStore store = Stores.writable(Location.parse("s3://%s/%s".formatted(BUCKET, RUN)))) {
            store.put(id + ".json", ByteBuffer.wrap(Json.bytes(item)));
        }
        return address(id + ".json");
    }

    /// An id that no other test has.
    static String newId() {
        return "S2A_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    String store(String id) {
        return "%s/%s/%s.zarr".formatted(places.get("stores"), COLLECTION, id);
    }

    /// Objects that are left of the copy of a source.
    int stagedObjects(String id) {
        String bucket = store(id).replaceFirst("^s3://([^/]*)/.*$", "$1");
        Location copy = Location.parse("s3://%s/source-cache/%s/%s/%s".formatted(bucket, NAMESPACE, COLLECTION, id));
        try (Store store = Stores.open(copy)) {
            return store.sizes("").orElseThrow().size();
        }
    }

    /// Checks that the store is right to the last value, that the item is in the catalogue, and that a tile
    /// server shows it.
    void assertPublished(String id) {
        Invocation.successful("validate", store(id), "--source", product);
        HttpResponse<byte[]> reply = get(itemAddress(id));
        assertThat(reply.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> picture =
                get(parsed(reply.body()).at("/assets/thumbnail/href").asText());
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
    }

    /// Whether the catalogue has the item.
    boolean isRegistered(String id) {
        return get(itemAddress(id)).statusCode() == 200;
    }

    private String itemAddress(String id) {
        return "%s/collections/%s/items/%s".formatted(places.get("stac"), COLLECTION, id);
    }

    static HttpResponse<byte[]> get(String address) {
        return send(HttpRequest.newBuilder(URI.create(address)).GET());
    }

    static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
