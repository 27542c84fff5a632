package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the metadata of a whole store, from its consolidated form where there is one.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html>,
/// <https://zarr-specs.readthedocs.io/en/latest/v2/v2.0.html>, rules I5, I8.
public final class HierarchyReader {

    private static final int MAX_DOCUMENT_BYTES = 64 << 20;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CHUNK_BYTES = Integer.MAX_VALUE - 8;
    private static final String CORRUPT_ADVICE = "the metadata are incomplete or damaged: fetch the product again";
    private static final String UNSUPPORTED_ADVICE = "if the product is as its provider made it, report it";
    private static final Pattern V2_TYPE = Pattern.compile("([<>|])([biufcUS])(\\d{1,6})");

    private final Store store;
    private final NavigableMap<String, Node> nodes = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    private boolean tolerant;
    private String digest = "";

    private HierarchyReader(Store store) {
        this.store = store;
    }

    /// @throws UnusableSourceException if there is no hierarchy, or a part of it is wrong or not supported
    public static Hierarchy read(Store store) {
        return new HierarchyReader(store).read();
    }

    /// A hierarchy and the SHA-256 of its root metadata: of `zarr.json` or `.zmetadata` as stored, or of
    /// `.zgroup` and `.zattrs`.
    public record Snapshot(Hierarchy hierarchy, String digest) {}

    /// Like [#read], with the digest of the root metadata.
    public static Snapshot snapshot(Store store) {
        var reader = new HierarchyReader(store);
        Hierarchy hierarchy = reader.read();
        return new Snapshot(hierarchy, reader.digest);
    }

    /// What can be read of a hierarchy, and for the rest by path why it cannot.
    public record Survey(Hierarchy hierarchy, Map<String, String> unreadable) {
        public Survey {
            unreadable = Collections.unmodifiableMap(new TreeMap<>(unreadable));
        }
    }

    /// Like [#read], but passes over nodes that are wrong or not supported.
    ///
    /// @throws UnusableSourceException if there is no hierarchy, or its root is wrong
    public static Survey survey(Store store) {
        var reader = new HierarchyReader(store);
        reader.tolerant = true;
        Hierarchy hierarchy = reader.read();
        return new Survey(hierarchy, reader.unreadable);
    }

    /// What the `zarr.json` of an array says.
    ///
    /// @throws IllegalArgumentException if it is wrong or not supported; the message says what
    public static ArrayMetadata array(JsonNode document) {
        try {
            return arrayV3(document, document.path("attributes") instanceof ObjectNode object ? object : Json.object());
        } catch (MetadataException broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }

    private Hierarchy read() {
        Optional<JsonNode> root = document("zarr.json");
        if (root.isPresent()) {
            readV3(root.get());
        } else {
            readV2();
        }
        if (!(nodes.get("") instanceof GroupMetadata)) {
            throw corrupt("the root of %s is no group".formatted(store.location()));
        }
        addImpliedGroups();
        return new Hierarchy(nodes);
    }

    // --- Zarr v3

    private void readV3(JsonNode root) {
        add("", nodeV3("", root));
        JsonNode consolidated = root.path("consolidated_metadata").path("metadata");
        if (consolidated.isObject()) {
            consolidated.properties().forEach(entry -> {
                String path = cleaned(entry.getKey());
                add(path, () -> nodeV3(path, entry.getValue()));
            });
            return;
        }
        walk("", "zarr.json", (path, document) -> nodeV3(path, document));
    }

    private Node nodeV3(String path, JsonNode document) {
        if (document.path("zarr_format").asInt() != 3) {
            throw corrupt("%s is no metadata of Zarr v3".formatted(described(path)));
        }
        ObjectNode attributes = document.path("attributes") instanceof ObjectNode object ? object : Json.object();
        return switch (document.path("node_type").asText()) {
            case "group" -> new GroupMetadata(attributes);
            case "array" -> array(path, () -> arrayV3(document, attributes));
            default -> throw corrupt("%s is neither group nor array".formatted(described(path)));
        };
    }

    private static ArrayMetadata arrayV3(JsonNode document, ObjectNode attributes) {
        JsonNode grid = document.path("chunk_grid");
        if (!grid.path("name").asText().equals("regular")) {
            throw MetadataException.unsupported("chunk grid '%s' is not supported"
                    .formatted(grid.path("name").asText()));
        }
        if (!document.path("storage_transformers").isEmpty()) {
            throw MetadataException.unsupported(
                    "storage transformers %s are not supported".formatted(document.path("storage_transformers")));
        }
        List<Integer> shape = CodecJson.integers(document.path("shape"));
        DataType type = typeV3(document.path("data_type"));
        List<Integer> chunkShape = CodecJson.integers(grid.path("configuration").path("chunk_shape"));
        List<Codec> codecs = checkedCodecs(CodecJson.parse(document.path("codecs")), chunkShape);
        return new ArrayMetadata(
                3,
                type,
                shape,
                checkedSizes(chunkShape, codecs, shape, type),
                chunkKeysV3(document.path("chunk_key_encoding")),
                checkedFill(type, document.path("fill_value")),
                codecs,
                names(document.path("dimension_names")),
                attributes);
    }

    private static ChunkKeys chunkKeysV3(JsonNode encoding) {
        String name =
                encoding.isTextual() ? encoding.asText() : encoding.path("name").asText();
        JsonNode separator = encoding.path("configuration").path("separator");
        return switch (name) {
            case "default" -> chunkKeys(true, separator.asText("/"));
            case "v2" -> chunkKeys(false, separator.asText("."));
            default -> throw MetadataException.unsupported("chunk key encoding '%s' is not supported".formatted(name));
        };
    }

    private static List<Codec> checkedCodecs(List<Codec> codecs, List<Integer> shardShape) {
        checkOrder(codecs);
        for (Codec codec : codecs) {
            if (codec instanceof Codec.Sharding sharding) {
                if (codecs.size() > 1 || sharding.codecs().stream().anyMatch(Codec.Sharding.class::isInstance)) {
                    throw MetadataException.unsupported("nested or further encoded shards are not supported");
                }
                checkOrder(sharding.codecs());
                checkInnerChunks(sharding.chunkShape(), shardShape);
                if (!sharding.indexCodecs().stream().allMatch(HierarchyReader::isIndexCodec)) {
                    throw MetadataException.unsupported("shard index codecs other than bytes and crc32c");
                }
            }
        }
        return codecs;
    }

    /// Codecs from elements to elements, then one from elements to bytes, then those from bytes to bytes.
    private static void checkOrder(List<Codec> codecs) {
        int stage = 0;
        for (Codec codec : codecs) {
            int next =
                    switch (codec) {
                        case Codec.Transpose _, Codec.ScaleOffset _, Codec.CastValue _ -> 0;
                        case Codec.Bytes _, Codec.Sharding _ -> 1;
                        case Codec.Blosc _, Codec.Zstd _, Codec.Gzip _, Codec.Zlib _, Codec.Crc32c _ -> 2;
                    };
            if (next < stage || (next == 1 && stage == 1) || next > stage + 1) {
                throw MetadataException.wrong("codec '%s' is in a wrong place".formatted(codec.zarrName()));
            }
            stage = next;
        }
        if (stage == 0) {
            throw MetadataException.wrong("no codec turns elements into bytes");
        }
    }

    private static void checkInnerChunks(List<Integer> inner, List<Integer> shard) {
        boolean divides = inner.size() == shard.size();
        for (int axis = 0; divides && axis < inner.size(); axis++) {
            divides = inner.get(axis) > 0 && shard.get(axis) > 0 && shard.get(axis) % inner.get(axis) == 0;
        }
        if (!divides) {
            throw MetadataException.wrong("inner chunks %s do not divide the shard %s".formatted(inner, shard));
        }
    }

    private static boolean isIndexCodec(Codec codec) {
        return codec instanceof Codec.Crc32c
                || (codec instanceof Codec.Bytes bytes && bytes.endian() == Codec.Endian.LITTLE);
    }

    private static DataType typeV3(JsonNode type) {
        String name = type.isTextual() ? type.asText() : type.path("name").asText();
        int bytes = type.path("configuration").path("length_bytes").asInt();
        try {
            return switch (name) {
                case "fixed_length_utf32" -> new DataType(DataType.Kind.UTF32, bytes);
                case "null_terminated_bytes" -> new DataType(DataType.Kind.ASCII, bytes);
                default ->
                    DataType.named(name)
                            .orElseThrow(() ->
                                    MetadataException.unsupported("data type '%s' is not supported".formatted(name)));
            };
        } catch (IllegalArgumentException broken) {
            throw MetadataException.wrong(String.valueOf(broken.getMessage()));
        }
    }

    // --- Zarr v2

    private void readV2() {
        Optional<JsonNode> consolidated = document(".zmetadata");
        if (consolidated.isPresent()) {
            JsonNode metadata = consolidated.get().path("metadata");
            for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
                String path = Hierarchy.parent(entry.getKey());
                switch (Hierarchy.name(entry.getKey())) {
                    case ".zgroup" -> add(cleaned(path), new GroupMetadata(attributesIn(metadata, path)));
                    case ".zarray" -> {
                        String clean = cleaned(path);
                        add(clean, () -> nodeV2(clean, entry.getValue(), attributesIn(metadata, path)));
                    }
                    default -> {}
                }
            }
            return;
        }
        JsonNode group = document(".zgroup").orElseThrow(this::notFound);
        if (group.path("zarr_format").asInt() != 2) {
            throw corrupt("%s/.zgroup is no metadata of Zarr v2".formatted(store.location()));
        }
        ObjectNode attributes = attributes("");
        // What .zgroup says is the same for all products.
        digest = Digests.sha256((digest + Json.text(attributes)).getBytes(StandardCharsets.UTF_8));
        add("", new GroupMetadata(attributes));
        walk("", ".zgroup", (path, _) -> new GroupMetadata(attributes(path)));
        walkArraysV2();
    }

    private void walkArraysV2() {
        for (String group : List.copyOf(nodes.keySet())) {
            for (String name : store.list(group).orElseThrow(this::notListable)) {
                String path = Hierarchy.child(group, name);
                nested(path, ".zarray").ifPresent(array -> add(path, () -> nodeV2(path, array, attributes(path))));
            }
        }
    }

    private static ObjectNode attributesIn(JsonNode metadata, String path) {
        return metadata.path(Hierarchy.child(path, ".zattrs")) instanceof ObjectNode object ? object : Json.object();
    }

    private ObjectNode attributes(String path) {
        return document(Hierarchy.child(path, ".zattrs")).orElse(NullNode.getInstance()) instanceof ObjectNode object
                ? object
                : Json.object();
    }

    private Node nodeV2(String path, JsonNode document, ObjectNode attributes) {
        return array(path, () -> arrayV2(document, attributes));
    }

    private static ArrayMetadata arrayV2(JsonNode document, ObjectNode attributes) {
        if (document.path("zarr_format").asInt() != 2) {
            throw MetadataException.wrong("is no metadata of Zarr v2");
        }
        List<Integer> shape = CodecJson.integers(document.path("shape"));
        if (!document.path("order").asText("C").equals("C") && shape.size() > 1) {
            throw MetadataException.unsupported("order F is not supported");
        }
        if (document.path("filters").isArray() && !document.path("filters").isEmpty()) {
            throw MetadataException.unsupported("filters %s are not supported".formatted(document.path("filters")));
        }
        String text = document.path("dtype").asText();
        Matcher matcher = V2_TYPE.matcher(text);
        if (!matcher.matches()) {
            throw MetadataException.unsupported("data type '%s' is not supported".formatted(text));
        }
        DataType type = typeV2(matcher.group(2), Integer.parseInt(matcher.group(3)), text);
        Codec.Endian endian = matcher.group(1).equals(">") ? Codec.Endian.BIG : Codec.Endian.LITTLE;
        List<Codec> codecs = CodecJson.parseV2(document.path("compressor"), endian);
        return new ArrayMetadata(
                2,
                type,
                shape,
                checkedSizes(CodecJson.integers(document.path("chunks")), codecs, shape, type),
                chunkKeys(false, document.path("dimension_separator").asText(".")),
                checkedFill(type, document.path("fill_value")),
                codecs,
                names(attributes.path("_ARRAY_DIMENSIONS")),
                attributes);
    }

    private static DataType typeV2(String kind, int size, String text) {
        try {
            return switch (kind) {
                case "b" -> new DataType(DataType.Kind.BOOL, size);
                case "i" -> new DataType(DataType.Kind.INT, size);
                case "u" -> new DataType(DataType.Kind.UINT, size);
                case "f" -> new DataType(DataType.Kind.FLOAT, size);
                case "c" -> new DataType(DataType.Kind.COMPLEX, size);
                case "U" -> new DataType(DataType.Kind.UTF32, 4 * size);
                default -> new DataType(DataType.Kind.ASCII, size);
            };
        } catch (IllegalArgumentException _) {
            throw MetadataException.unsupported("data type '%s' is not supported".formatted(text));
        }
    }

    // --- both

    private static JsonNode checkedFill(DataType type, JsonNode fill) {
        try {
            FillValues.bytes(type, fill.isMissingNode() ? null : fill);
            return fill.isMissingNode() ? NullNode.getInstance() : fill;
        } catch (IllegalArgumentException broken) {
            throw MetadataException.wrong("fill value: " + broken.getMessage());
        }
    }

    private static ChunkKeys chunkKeys(boolean prefixed, String separator) {
        if (!separator.equals("/") && !separator.equals(".")) {
            throw MetadataException.unsupported("separator '%s' in chunk keys is not supported".formatted(separator));
        }
        return ChunkKeys.of(prefixed, separator);
    }

    /// Chunks that fit one array of Java, shards whose index does, and elements that can be counted.
    private static List<Integer> checkedSizes(
            List<Integer> chunkShape, List<Codec> codecs, List<Integer> shape, DataType type) {
        if (chunkShape.size() != shape.size()) {
            throw MetadataException.wrong("chunks %s do not fit shape %s".formatted(chunkShape, shape));
        }
        if (chunkShape.contains(0)) {
            throw MetadataException.wrong("chunks of %s elements".formatted(chunkShape));
        }
        if (!isProductWithin(shape, type.bytes(), Long.MAX_VALUE)) {
            throw MetadataException.unsupported("an array of %s elements is too large".formatted(shape));
        }
        List<Integer> inner = chunkShape;
        if (codecs.getFirst() instanceof Codec.Sharding sharding) {
            inner = sharding.chunkShape();
            var perShard = new ArrayList<Integer>();
            for (int axis = 0; axis < inner.size(); axis++) {
                perShard.add(chunkShape.get(axis) / inner.get(axis));
            }
            if (!isProductWithin(perShard, Shard.ENTRY_BYTES, MAX_CHUNK_BYTES)) {
                throw MetadataException.unsupported("shards of %s inner chunks are too large".formatted(perShard));
            }
        }
        if (!isProductWithin(inner, type.bytes(), MAX_CHUNK_BYTES)) {
            throw MetadataException.unsupported("chunks of %s elements are too large".formatted(inner));
        }
        return chunkShape;
    }

    private static boolean isProductWithin(List<Integer> sizes, long start, long limit) {
        if (sizes.contains(0)) {
            return true;
        }
        long product = start;
        for (int size : sizes) {
            if (product > limit / size) {
                return false;
            }
            product *= size;
        }
        return true;
    }

    private static List<String> names(JsonNode list) {
        var names = new ArrayList<String>();
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                return List.of();
            }
            names.add(name.asText());
        }
        return names;
    }

    private interface Parser {
        ArrayMetadata parse();
    }

    private ArrayMetadata array(String path, Parser parser) {
        try {
            return parser.parse();
        } catch (MetadataException broken) {
            throw new UnusableSourceException(
                    broken.isUnsupported() ? FailureCode.SOURCE_UNSUPPORTED : FailureCode.SOURCE_CORRUPT,
                    "%s: %s".formatted(described(path), broken.getMessage()),
                    broken.isUnsupported() ? UNSUPPORTED_ADVICE : CORRUPT_ADVICE,
                    broken);
        } catch (IllegalArgumentException broken) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    "%s: %s".formatted(described(path), broken.getMessage()),
                    CORRUPT_ADVICE,
                    broken);
        }
    }

    private interface NodeParser {
        Node parse(String path, JsonNode document);
    }

    /// Finds nodes by listing, below groups only.
    private void walk(String group, String documentName, NodeParser parser) {
        for (String name : store.list(group).orElseThrow(this::notListable)) {
            if (name.startsWith(".")) {
                continue;
            }
            String path = Hierarchy.child(group, name);
            nested(path, documentName).ifPresent(document -> {
                add(path, () -> parser.parse(path, document));
                if (nodes.get(path) instanceof GroupMetadata) {
                    walk(path, documentName, parser);
                }
            });
        }
    }

    private Optional<JsonNode> nested(String path, String documentName) {
        try {
            return document(Hierarchy.child(path, documentName));
        } catch (UnusableSourceException broken) {
            passOver(path, broken);
            return Optional.empty();
        }
    }

    private void add(String path, Supplier<Node> node) {
        try {
            add(path, node.get());
        } catch (UnusableSourceException broken) {
            passOver(path, broken);
        }
    }

    private void passOver(String path, UnusableSourceException broken) {
        if (!tolerant || path.isEmpty()) {
            throw broken;
        }
        Throwable reason = broken.getCause() == null ? broken : broken.getCause();
        unreadable.put(path, firstLine(reason));
    }

    private void add(String path, Node node) {
        if (nodes.size() >= MAX_NODES) {
            throw corrupt("%s has more than %,d groups and arrays".formatted(store.location(), MAX_NODES));
        }
        if (path.chars().filter(c -> c == '/').count() >= MAX_DEPTH) {
            throw corrupt("%s: deeper than %d levels".formatted(described(path), MAX_DEPTH));
        }
        nodes.put(path, node);
    }

    private String cleaned(String path) {
        String clean = path.startsWith("/") ? path.substring(1) : path;
        if (!clean.isEmpty()) {
            for (String segment : clean.split("/", -1)) {
                if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.indexOf('\0') >= 0) {
                    throw corrupt("%s: '%s' is no path of a node".formatted(store.location(), path));
                }
            }
        }
        return clean;
    }

    /// A node may stand in a group that has no metadata of its own; no node stands in an array.
    private void addImpliedGroups() {
        for (String path : List.copyOf(nodes.keySet())) {
            String parent = path;
            while (!parent.isEmpty()) {
                parent = Hierarchy.parent(parent);
                Node node = nodes.get(parent);
                if (node instanceof ArrayMetadata) {
                    passOver(path, corrupt("%s stands below an array".formatted(described(path))));
                    nodes.remove(path);
                }
                if (node == null) {
                    add(parent, new GroupMetadata(Json.object()));
                }
            }
        }
    }

    private Optional<JsonNode> document(String key) {
        return store.read(key, MAX_DOCUMENT_BYTES).map(text -> {
            if (digest.isEmpty()) {
                digest = Digests.sha256(text);
            }
            try {
                return Json.parse(text);
            } catch (IOException broken) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_CORRUPT,
                        "%s/%s is not JSON: %s".formatted(store.location(), key, firstLine(broken)),
                        CORRUPT_ADVICE,
                        broken);
            }
        });
    }

    private static String firstLine(Throwable broken) {
        Iterator<String> lines = String.valueOf(broken.getMessage()).lines().iterator();
        return lines.hasNext() ? lines.next() : "";
    }

    private String described(String path) {
        return "%s: /%s".formatted(store.location(), path);
    }

    private static UnusableSourceException corrupt(String message) {
        return new UnusableSourceException(FailureCode.SOURCE_CORRUPT, message, CORRUPT_ADVICE);
    }

    private UnusableSourceException notFound() {
        return new UnusableSourceException(
                FailureCode.SOURCE_NOT_FOUND,
                "%s holds no Zarr metadata (zarr.json, .zmetadata or .zgroup)".formatted(store.location()),
                "check the location");
    }

    private UnusableSourceException notListable() {
        return new UnusableSourceException(
                FailureCode.SOURCE_CORRUPT,
                "%s has no consolidated metadata and cannot be listed".formatted(store.location()),
                "consolidate its metadata at the source");
    }
}
