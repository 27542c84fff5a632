package dev.zarrgo.registrar.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.Reply;
import dev.zarrgo.registrar.stac.Item;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Tells items from products, and reads the items.
///
/// Source: rule I2, step 2 of section 6 of the pipeline specification.
public final class SourceReader {

    private static final long MAX_ITEM_BYTES = 16 << 20;

    private final HttpService http;

    /// @param http follows redirects
    public SourceReader(HttpService http) {
        this.http = http;
    }

    /// @param text a path or an address
    /// @throws UnusableSourceException if there is nothing, or no item where one has to be
    public Source read(String text) {
        if (!looksLikeItem(text)) {
            return new Source.OfProduct(text);
        }
        Location location = Location.parse(text);
        return location.isFile() ? readFile(location.path(), text) : fetch(text);
    }

    /// Whether this is the address of an item, or a file with one, by its looks.
    ///
    /// @param text a path or an address
    public static boolean looksLikeItem(String text) {
        Location location = Location.parse(text);
        String key = location.key();
        return switch (location.scheme()) {
            case HTTP, HTTPS -> key.startsWith("items/") || key.contains("/items/") || key.endsWith(".json");
            case FILE -> key.endsWith(".json");
            case S3 -> false;
        };
    }

    private Source fetch(String address) {
        Reply reply = http.send(HttpRequest.newBuilder(URI.create(address))
                .header("Accept", "application/geo+json, application/json")
                .GET());
        if (reply.status() == 404 || reply.status() == 410) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s: there is no such item".formatted(reply.described()));
        }
        if (!reply.isSuccess()) {
            boolean forbidden = reply.status() == 401 || reply.status() == 403;
            throw new RefusedException(
                    forbidden ? FailureCode.FORBIDDEN : FailureCode.SERVICE_REFUSED,
                    "%s: %s".formatted(reply.described(), reply.quoted()));
        }
        return new Source.OfItem(item(reply.json(), address), address);
    }

    private static Source readFile(Path path, String text) {
        try {
            if (Files.size(path) > MAX_ITEM_BYTES) {
                throw new UnusableSourceException(
                        FailureCode.ITEM_INVALID, "%s is larger than any item".formatted(path));
            }
            JsonNode document = Json.parse(Files.readAllBytes(path));
            return new Source.OfItem(item(document, text), text);
        } catch (NoSuchFileException missing) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_NOT_FOUND, "%s does not exist".formatted(path), null, missing);
        } catch (IOException broken) {
            throw new UnusableSourceException(
                    FailureCode.ITEM_INVALID, "%s is not JSON".formatted(path), "give a STAC item", broken);
        }
    }

    private static Item item(JsonNode document, String origin) {
        Item item = Item.of(document, origin);
        ObjectNode upgraded = ItemUpgrade.upgraded(item.document());
        return new Item(upgraded);
    }
}
