package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.EndOfObjectException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A copy of a store in memory, for a test to break.
public final class EditedStore implements Store {

    private static final String DOCUMENT = "zarr.json";

    private final NavigableMap<String, byte[]> objects;
    private Location location;

    public EditedStore(Location location, Map<String, byte[]> objects) {
        this.location = location;
        this.objects = new TreeMap<>(objects);
    }

    EditedStore named(String key) {
        location = new Location(Location.Scheme.FILE, "", key);
        return this;
    }

    public NavigableMap<String, byte[]> objects() {
        return objects;
    }

    /// The object at `key`, which is there.
    byte[] object(String key) {
        byte[] content = objects.get(key);
        if (content == null) {
            throw new IllegalArgumentException("no object " + key);
        }
        return content.clone();
    }

    // --- documents

    private static String key(String path) {
        return path.isEmpty() ? DOCUMENT : path + "/" + DOCUMENT;
    }

    ObjectNode document(String path) {
        try {
            return (ObjectNode) Json.parse(object(key(path)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Changes the document of one node, and no copy of it.
    void editOnly(String path, Consumer<ObjectNode> edit) {
        ObjectNode document = document(path);
        edit.accept(document);
        objects.put(key(path), Json.bytes(document));
    }

    /// Changes the document of a node and all copies of it.
    void edit(String path, Consumer<ObjectNode> edit) {
        editOnly(path, edit);
        forEachCopyOf(path, (copies, name) -> edit.accept((ObjectNode) copies.get(name)));
    }

    /// Changes the attributes of a node and of all copies of it.
    void attributes(String path, Consumer<ObjectNode> edit) {
        edit(path, document -> edit.accept((ObjectNode) document.get("attributes")));
    }

    /// Adds a node and its copies.
    void add(String path, ObjectNode document) {
        objects.put(key(path), Json.bytes(document));
        forEachGroupAbove(path, (copies, name) -> {
            ObjectNode copy = document.deepCopy();
            if (copy.path("node_type").asText().equals("group")) {
                copy.putObject("consolidated_metadata")
                        .put("kind", "inline")
                        .put("must_understand", false)
                        .putObject("metadata");
            }
            copies.set(name, copy);
            sort(copies);
        });
    }

    private static void sort(ObjectNode copies) {
        var names = new ArrayList<String>();
        copies.fieldNames().forEachRemaining(names::add);
        names.sort((a, b) -> {
            int depth = Long.compare(
                    a.chars().filter(c -> c == '/').count(),
                    b.chars().filter(c -> c == '/').count());
            return depth != 0 ? depth : a.compareToIgnoreCase(b);
        });
        Map<String, JsonNode> known = new TreeMap<>();
        names.forEach(name -> known.put(name, copies.get(name)));
        copies.removeAll();
        names.forEach(name -> copies.set(name, known.get(name)));
    }

    /// Removes a node with all below it, and their copies.
    void remove(String path) {
        var below = new TreeSet<String>();
        for (String key : objects.keySet()) {
            if (key.startsWith(path + "/") && key.endsWith("/" + DOCUMENT)) {
                below.add(key.substring(0, key.length() - DOCUMENT.length() - 1));
            }
        }
        below.forEach(node -> forEachCopyOf(node, ObjectNode::remove));
        objects.keySet().removeIf(key -> key.startsWith(path + "/"));
    }

    private interface CopyVisitor {
        void visit(ObjectNode copies, String name);
    }

    private void forEachCopyOf(String path, CopyVisitor visitor) {
        forEachGroupAbove(path, (copies, name) -> {
            if (copies.has(name)) {
                visitor.visit(copies, name);
            }
        });
    }

    private void forEachGroupAbove(String path, CopyVisitor visitor) {
        if (path.isEmpty()) {
            return;
        }
        for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
            String group = slash < 0 ? "" : path.substring(0, slash);
            String name = path.substring(slash + 1);
            if (objects.containsKey(key(group))
                    && document(group).path("consolidated_metadata").path("metadata") instanceof ObjectNode) {
                editOnly(
                        group,
                        document -> visitor.visit(
                                (ObjectNode)
                                        document.path("consolidated_metadata").path("metadata"),
                                name));
            }
            if (slash < 0) {
                return;
            }
        }
    }

    /// Replaces text in the document of a node.
    void replace(String path, String from, String to) {
        String text = new String(object(key(path)), StandardCharsets.UTF_8);
        if (!text.contains(from)) {
            throw new IllegalArgumentException("no " + from + " in " + path);
        }
        objects.put(key(path), text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    }

    // --- the store

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return Optional.ofNullable(objects.get(key)).map(Reader::new);
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        String start = prefix.isEmpty() ? "" : prefix + "/";
        var names = new TreeSet<String>();
        for (String key : objects.tailMap(start).keySet()) {
            if (!key.startsWith(start)) {
                break;
            }
            names.add(key.substring(start.length()).split("/", 2)[0]);
        }
        return Optional.of(List.copyOf(names));
    }

    @Override
    public void close() {
        // Memory only.
    }

    private static final class Reader implements ObjectReader {
        private final byte[] content;

        Reader(byte[] content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            long end = position + target.remaining();
            if (end > content.length) {
                throw new EndOfObjectException(content.length, end);
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void close() {
            // Memory only.
        }
    }
}
