package dev.zarrgo.registrar;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Documents of real catalogues; see `README.md` beside them.
public final class Fixtures {

    private Fixtures() {}

    /// An item of the EODC catalogue, as it serves it.
    public static ObjectNode sourceItem() {
        return read("source-item.json");
    }

    /// An item as an older registrar published it.
    public static ObjectNode publishedItem() {
        return read("item-published.json");
    }

    /// A collection of the reference deployment.
    public static ObjectNode collection(String id) {
        return read("collection-%s.json".formatted(id));
    }

    private static ObjectNode read(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
            return (ObjectNode) Json.parse(in.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(name, broken);
        }
    }
}
