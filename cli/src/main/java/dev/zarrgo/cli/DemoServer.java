package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.source.ItemIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider in small: gives one product over HTTP on this machine, object by object, and its STAC item.
final class DemoServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    /// What the item takes over of what the product says of itself.
    private static final List<String> PROPERTIES = List.of(
            "datetime", "start_datetime", "end_datetime", "platform", "constellation", "instruments", "eo:cloud_cover");

    private final HttpServer server;

    private DemoServer(HttpServer server) {
        this.server = server;
    }

    /// Begins to listen; there is nothing yet.
    static DemoServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return new DemoServer(server);
        } catch (IOException failure) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE,
                    "the product cannot be served: " + failure.getMessage(),
                    null,
                    failure);
        }
    }

    /// Gives a product from now on.
    ///
    /// @param product folder of a product in EOPF Zarr form, version 2
    /// @return the address of its item
    String give(Path product) {
        try {
            JsonNode discovery =
                    Json.parse(Files.readAllBytes(product.resolve(".zattrs"))).path("stac_discovery");
            String id = ItemIds.of(discovery.path("id").asText());
            byte[] item = Json.bytes(item(discovery, id));
            server.createContext("/items/" + id, exchange -> giveItem(exchange, item));
            server.createContext(
                    products(id),
                    exchange -> giveObject(exchange, product, products(id).length()));
            return "%s/items/%s".formatted(address(), id);
        } catch (IOException failure) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    "%s is no product".formatted(product),
                    "zarrgo demo --clean, and again",
                    failure);
        }
    }

    private static String products(String id) {
        return "/products/%s.zarr/".formatted(id);
    }

    /// Of this server, without a slash at the end.
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private ObjectNode item(JsonNode discovery, String id) {
        ObjectNode item = Json.object()
                .put("type", "Feature")
                .put("stac_version", "1.1.0")
                .put("id", id);
        item.putArray("stac_extensions");
        item.set("geometry", discovery.path("geometry"));
        item.set("bbox", discovery.path("bbox"));
        ObjectNode properties = item.putObject("properties");
        PROPERTIES.stream()
                .filter(name -> discovery.path("properties").hasNonNull(name))
                .forEach(name ->
                        properties.set(name, discovery.path("properties").path(name)));
        if (!properties.hasNonNull("datetime")) {
            properties.set("datetime", properties.path("start_datetime"));
        }
        item.putArray("links").addObject().put("rel", "self").put("href", "%s/items/%s".formatted(address(), id));
        item.putObject("assets")
                .putObject("product")
                .put("href", address() + "/products/%s.zarr".formatted(id))
                .put("type", "application/vnd+zarr")
                .putArray("roles")
                .add("data");
        return item;
    }

    private static void giveItem(HttpExchange exchange, byte[] item) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", "application/geo+json");
            exchange.sendResponseHeaders(200, item.length);
            exchange.getResponseBody().write(item);
        }
    }

    private static void giveObject(HttpExchange exchange, Path product, int prefix) throws IOException {
        try (exchange) {
            Path file = product.resolve(exchange.getRequestURI().getPath().substring(prefix))
                    .normalize();
            if (!file.startsWith(product) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            give(exchange, file);
        }
    }

    private static void give(HttpExchange exchange, Path file) throws IOException {
        long size = Files.size(file);
        String asked = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        boolean partly = range.matches() && Long.parseLong(range.group(1)) < size;
        long start = partly ? Long.parseLong(range.group(1)) : 0;
        long end = partly && !range.group(2).isEmpty() ? Math.min(size, Long.parseLong(range.group(2)) + 1) : size;
        exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
        exchange.getResponseHeaders()
                .add(
                        "ETag",
                        "\"%d-%d\""
                                .formatted(size, Files.getLastModifiedTime(file).toMillis()));
        if (partly) {
            exchange.getResponseHeaders().add("Content-Range", "bytes %d-%d/%d".formatted(start, end - 1, size));
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(partly ? 206 : 200, head || end == start ? -1 : end - start);
        if (!head) {
            send(exchange.getResponseBody(), file, start, end - start);
        }
    }

    private static void send(OutputStream out, Path file, long start, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(start);
            InputStream in = Channels.newInputStream(channel);
            byte[] buffer = new byte[1 << 16];
            for (long left = length; left > 0; ) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    throw new IOException("%s has become shorter".formatted(Location.of(file)));
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
