package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A copy of a product with something wrong in it. Metadata change in both places: the node's own document
/// and the consolidated one.
///
/// @param cpm 2 (Zarr v2) or 3 (Zarr v3)
record DamagedProduct(Path folder, int cpm) {

    /// A sound copy. Files are shared with the original until they are changed.
    static DamagedProduct of(TestProduct product, Path copy) {
        Path original = product.folder();
        try (Stream<Path> all = Files.walk(original)) {
            for (Path path : all.toList()) {
                Path target = copy.resolve(original.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, path);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new DamagedProduct(copy, product.cpm());
    }

    /// The key of a chunk of a two-dimensional array.
    String chunk(String array, int row, int column) {
        return cpm == 2 ? "%s/%d.%d".formatted(array, row, column) : "%s/c/%d/%d".formatted(array, row, column);
    }

    /// The key of the only chunk of a one-dimensional array.
    String chunk(String array) {
        return array + (cpm == 2 ? "/0" : "/c/0");
    }

    /// The key of the document with the metadata of everything.
    String rootDocument() {
        return cpm == 2 ? ".zmetadata" : "zarr.json";
    }

    DamagedProduct replace(String key, byte[] content) {
        return change(key, _ -> content);
    }

    /// Changes a file, which must be there.
    DamagedProduct change(String key, UnaryOperator<byte[]> edit) {
        Path file = folder.resolve(key);
        try {
            byte[] content = edit.apply(Files.readAllBytes(file));
            Files.delete(file); // and not the original
            Files.write(file, content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /// Removes a file, which must be there.
    DamagedProduct without(String key) {
        try {
            Files.delete(folder.resolve(key));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /// Removes a group or array with everything below it.
    DamagedProduct withoutNode(String path) {
        TestProduct.delete(folder.resolve(path));
        return consolidated(metadata -> metadata.remove(metadata.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.equals(path) || key.startsWith(path + "/"))
                .toList()));
    }

    /// Changes what is said about an array.
    DamagedProduct array(String path, Consumer<ObjectNode> edit) {
        return node(path, cpm == 2 ? "/.zarray" : "", cpm == 2 ? "/.zarray" : "/zarr.json", edit);
    }

    /// Changes the attributes of a node, which must have some.
    DamagedProduct attributes(String path, Consumer<ObjectNode> edit) {
        return cpm == 2
                ? node(path, "/.zattrs", "/.zattrs", edit)
                : node(path, "", "/zarr.json", document -> edit.accept(document.withObjectProperty("attributes")));
    }

    /// Changes the attributes of the root.
    DamagedProduct rootAttributes(Consumer<ObjectNode> edit) {
        if (cpm == 2) {
            json(".zattrs", edit);
            return consolidated(metadata -> edit.accept((ObjectNode) metadata.path(".zattrs")));
        }
        return json("zarr.json", document -> edit.accept(document.withObjectProperty("attributes")));
    }

    private DamagedProduct node(String path, String inConsolidated, String file, Consumer<ObjectNode> edit) {
        json(path + file, edit);
        return consolidated(metadata -> edit.accept((ObjectNode) metadata.path(path + inConsolidated)));
    }

    private DamagedProduct consolidated(Consumer<ObjectNode> edit) {
        return json(rootDocument(), document -> {
            JsonNode holder = cpm == 2 ? document : document.path("consolidated_metadata");
            edit.accept((ObjectNode) holder.path("metadata"));
        });
    }

    private DamagedProduct json(String key, Consumer<ObjectNode> edit) {
        return change(key, content -> {
            try {
                var document = (ObjectNode) Json.parse(content);
                edit.accept(document);
                return Json.bytes(document);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }
}
