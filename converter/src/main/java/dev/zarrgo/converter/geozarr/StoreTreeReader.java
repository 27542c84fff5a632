package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads the document of every node, from the node itself and not from a consolidated copy, and passes over
/// what is wrong.
///
/// Nodes are found by listing; in a store that cannot list, they are those that the root's copy names.
///
/// Source: rules R1, R10, V1.
final class StoreTreeReader {

    private static final int MAX_DOCUMENT_BYTES = 64 << 20;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 32;
    private static final Set<String> V2_DOCUMENTS = Set.of(".zgroup", ".zarray", ".zattrs", ".zmetadata");

    private final Store store;
    private final Findings found;
    private final TreeMap<String, StoreNode> nodes = new TreeMap<>();
    private int folders;

    private StoreTreeReader(Store store, Findings found) {
        this.store = store;
        this.found = found;
    }

    /// @param location what the store is called once it is published
    static StoreTree read(Store store, Location location, Findings found) {
        var reader = new StoreTreeReader(store, found);
        reader.read();
        return new StoreTree(location, reader.nodes);
    }

    private void read() {
        if (!add("")) {
            found.error(Rule.V1, "", "zarr.json is missing: the store is no Zarr v3, or was never finished");
            nodes.put("", new StoreNode("", Json.object(), Optional.empty()));
        }
        Optional<List<String>> names = store.list("");
        if (names.isPresent()) {
            walk("", names.get());
        } else {
            addConsolidated();
        }
    }

    private void walk(String group, List<String> names) {
        if (group.chars().filter(c -> c == '/').count() >= MAX_DEPTH || ++folders > MAX_NODES) {
            found.error(Rule.V1, group, "what lies below is not looked at: the store is too deep or too large");
            return;
        }
        for (String name : names) {
            if (V2_DOCUMENTS.contains(name)) {
                found.error(Rule.R1, group, "%s is metadata of Zarr v2".formatted(name));
            }
        }
        if (names.contains(".zarray")) {
            return; // its chunks may be many
        }
        for (String name : names) {
            if (!name.startsWith(".") && !name.equals(HierarchyWriter.ROOT_KEY)) {
                visit(Hierarchy.child(group, name));
            }
        }
    }

    private void visit(String path) {
        boolean present = add(path);
        StoreNode node = nodes.get(path);
        if (node != null && node.isArray()) {
            return;
        }
        int before = nodes.size();
        List<String> names = store.list(path).orElse(List.of());
        if (!names.isEmpty()) {
            walk(path, names);
        }
        if (!present && nodes.size() > before) {
            found.error(Rule.R10, path, "has nodes below it and no zarr.json");
        }
    }

    private void addConsolidated() {
        JsonNode copies = nodes.firstEntry()
                .getValue()
                .document()
                .path("consolidated_metadata")
                .path("metadata");
        var paths = new ArrayList<String>();
        copies.fieldNames().forEachRemaining(paths::add);
        for (String path : paths) {
            if (nodes.size() < MAX_NODES && isPath(path)) {
                add(path);
            }
        }
    }

    private static boolean isPath(String text) {
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /// Reads the document of a node.
    ///
    /// @return whether there is one
    private boolean add(String path) {
        String key = Hierarchy.child(path, HierarchyWriter.ROOT_KEY);
        try {
            Optional<byte[]> text = store.read(key, MAX_DOCUMENT_BYTES);
            text.ifPresent(bytes -> nodes.put(path, node(path, bytes)));
            return text.isPresent();
        } catch (UnusableSourceException broken) {
            found.error(Rule.R1, path, String.valueOf(broken.getMessage()));
            nodes.put(path, new StoreNode(path, Json.object(), Optional.empty()));
            return true;
        }
    }

    private StoreNode node(String path, byte[] text) {
        JsonNode document;
        try {
            document = Json.parse(text);
        } catch (IOException broken) {
            found.error(Rule.R1, path, "zarr.json is not JSON: %s".formatted(reason(broken)));
            document = Json.object();
        }
        if (!(document instanceof ObjectNode object)) {
            found.error(Rule.R1, path, "zarr.json is no JSON object, but %s".formatted(Members.quoted(document)));
            return new StoreNode(path, Json.object(), Optional.empty());
        }
        var node = new StoreNode(path, object, Optional.empty());
        return node.isArray() ? new StoreNode(path, object, array(path, object)) : node;
    }

    /// The parser's message without what it goes on to say of itself.
    private static String reason(IOException broken) {
        return String.valueOf(broken.getMessage()).split(": |\n", 2)[0];
    }

    private Optional<ArrayMetadata> array(String path, ObjectNode document) {
        try {
            return Optional.of(HierarchyReader.array(document));
        } catch (IllegalArgumentException broken) {
            found.error(Rule.R1, path, "not readable: %s".formatted(broken.getMessage()));
            return Optional.empty();
        }
    }
}
