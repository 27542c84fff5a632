package dev.zarrgo.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A hierarchy made by hand, right or wrong: documents and chunks by key.
///
/// Documents are JSON texts in which `'` stands for `"`.
public final class ZarrFolder {

    private final Map<String, byte[]> objects = new TreeMap<>();

    private ZarrFolder() {}

    /// An empty root group of Zarr v2.
    public static ZarrFolder v2() {
        return new ZarrFolder().groupV2("");
    }

    /// An empty root group of Zarr v3.
    public static ZarrFolder v3() {
        return new ZarrFolder().groupV3("");
    }

    public static ZarrFolder empty() {
        return new ZarrFolder();
    }

    public ZarrFolder groupV2(String path) {
        return document(key(path, ".zgroup"), "{'zarr_format': 2}");
    }

    public ZarrFolder groupV3(String path) {
        return document(key(path, "zarr.json"), "{'zarr_format': 3, 'node_type': 'group', 'attributes': {}}");
    }

    /// An object with this JSON text.
    public ZarrFolder document(String key, String text) {
        return object(key, text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public ZarrFolder object(String key, byte... content) {
        objects.put(key, content.clone());
        return this;
    }

    public ZarrFolder without(String key) {
        objects.remove(key);
        return this;
    }

    /// Adds a `.zmetadata` that repeats all documents of Zarr v2.
    public ZarrFolder consolidatedV2() {
        String metadata = objects.entrySet().stream()
                .filter(entry -> entry.getKey().matches("(.*/)?\\.z(group|array|attrs)"))
                .map(entry -> "'%s': %s".formatted(entry.getKey(), text(entry.getValue())))
                .collect(Collectors.joining(", "));
        return document(".zmetadata", "{'zarr_consolidated_format': 1, 'metadata': {" + metadata + "}}");
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }

    /// All objects by key.
    public Map<String, byte[]> objects() {
        return new TreeMap<>(objects);
    }

    /// Writes all objects below `root`.
    public Path writeTo(Path root) {
        try {
            Files.createDirectories(root);
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                Path file = root.resolve(object.getKey());
                Files.createDirectories(file.resolveSibling("").normalize());
                Files.write(file, object.getValue());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return root;
    }

    private static String key(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }
}
