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

    /// A sound copy: links to the original, of which those on the way to a change become folders and files.
    static DamagedProduct of(TestProduct product, Path copy) {
        try {
            link(product.folder().toAbsolutePath(), Files.createDirectory(copy));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return new DamagedProduct(copy, product.cpm());
    }

    private static void link(Path original, Path copy) throws IOException {
        try (Stream<Path> children = Files.list(original)) {
            for (Path child : children.toList()) {
                Files.createSymbolicLink(copy.resolve(child.getFileName()), child);
            }
        }
    }

    /// The file or folder at a key, no longer the original's.
    private Path own(String key) throws IOException {
        Path path = folder;
        for (String segment : key.split("/", -1)) {
            path = path.resolve(segment);
            if (Files.isSymbolicLink(path)) {
                Path original = Files.readSymbolicLink(path);
                Files.delete(path);
                if (Files.isDirectory(original)) {
                    link(original, Files.createDirectory(path));
                } else {
                    Files.copy(original, path);
                }
            }
        }
        return path;
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
        try {
            Path file = own(key);
            Files.write(file, edit.apply(Files.readAllBytes(file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /// Removes a file, which must be there.
    DamagedProduct without(String key) {
        try {
            Files.delete(own(key));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    /// Removes a group or array with everything below it.
    DamagedProduct withoutNode(String path) {
        try {
            TestProduct.delete(own(path));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
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

    /// Changes the attributes of all nodes, as the consolidated metadata have them.
    DamagedProduct allAttributes(Consumer<ObjectNode> edit) {
        return consolidated(metadata -> metadata.properties().forEach(entry -> {
            if (entry.getKey().endsWith(".zattrs")) {
                edit.accept((ObjectNode) entry.getValue());
            }
        }));
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
