package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sizes of chunks and shards, and how they are packed.
///
/// A store may choose its spatial chunk and whether it shards; it chooses once for all rasters.
///
/// Source: rules R36 to R39, R41, V9.
final class ChunkRules {

    private static final long MAX_CHUNK_BYTES = 100_000_000;
    private static final long LARGE_LEVEL_BYTES = 64_000_000;
    private static final int MAX_MAP_CHUNK = 1024;

    /// Arrays below this size that are no rasters are one chunk (rule R36).
    private static final long ONE_CHUNK_BYTES = 4 << 20;

    private static final JsonNode INDEX_CODECS = indexCodecs();

    private final StoreTree tree;
    private final Findings found;
    private final Set<String> rasters = new HashSet<>();
    private int spatialChunk;
    private boolean sharded;

    private ChunkRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        new ChunkRules(tree, found).check();
    }

    private void check() {
        tree.rasterGroups().forEach(group -> group.rasters().forEach(this::learn));
        for (StoreNode node : tree.arrays()) {
            Optional<ArrayMetadata> array = node.array().filter(a -> a.rank() > 0);
            if (array.isPresent()) {
                check(node, array.get());
            }
        }
    }

    private void learn(StoreNode node) {
        rasters.add(node.path());
        node.array().ifPresent(array -> {
            List<Integer> chunk = array.innerChunkShape();
            chunk.stream()
                    .skip(Math.max(0, chunk.size() - 2))
                    .forEach(size -> spatialChunk = Math.max(spatialChunk, size));
            sharded |= array.sharding().isPresent();
        });
    }

    private void error(Rule rule, StoreNode node, String message) {
        found.error(rule, node.path(), message);
    }

    private void warning(Rule rule, StoreNode node, String message) {
        found.warning(rule, node.path(), message);
    }

    private void check(StoreNode node, ArrayMetadata array) {
        if (array.sharding().isPresent()
                && !checkShards(node, array, array.sharding().get())) {
            return;
        }
        checkLimits(node, array);
        if (rasters.contains(node.path())) {
            checkRaster(node, array);
        } else {
            checkTable(node, array);
        }
        checkCodecs(node, array);
    }

    // --- shards

    /// @return whether inner chunks can be spoken of
    private boolean checkShards(StoreNode node, ArrayMetadata array, Codec.Sharding sharding) {
        List<Integer> inner = sharding.chunkShape();
        boolean fits = inner.size() == array.rank();
        for (int axis = 0; fits && axis < inner.size(); axis++) {
            fits = inner.get(axis) > 0 && array.chunkShape().get(axis) % inner.get(axis) == 0;
        }
        if (!fits) {
            error(Rule.R38, node, "inner chunks of %s do not divide shards of %s".formatted(inner, array.chunkShape()));
            return false;
        }
        JsonNode settings = node.document().path("codecs").path(0).path("configuration");
        if (!settings.path("index_codecs").equals(INDEX_CODECS) || !sharding.indexAtEnd()) {
            error(
                    Rule.R38,
                    node,
                    "the index has codecs %s at the %s, not bytes and crc32c at the end"
                            .formatted(
                                    Members.quoted(settings.path("index_codecs")),
                                    sharding.indexAtEnd() ? "end" : "start"));
        }
        return true;
    }

    private static JsonNode indexCodecs() {
        var codecs = Json.array();
        codecs.addObject().put("name", "bytes").putObject("configuration").put("endian", "little");
        codecs.addObject().put("name", "crc32c");
        return codecs;
    }

    // --- sizes

    private void checkLimits(StoreNode node, ArrayMetadata array) {
        double raw = bytes(array.innerChunkShape(), array.storedType());
        if (raw > MAX_CHUNK_BYTES) {
            error(
                    Rule.R41,
                    node,
                    "chunks of %s elements have %,.0f bytes; %,d are the most"
                            .formatted(array.innerChunkShape(), raw, MAX_CHUNK_BYTES));
        } else if (raw > LARGE_LEVEL_BYTES && array.innerChunkShape().equals(array.shape())) {
            warning(Rule.R41, node, "all of it is one chunk of %,.0f bytes".formatted(raw));
        }
    }

    private static double bytes(List<Integer> shape, DataType type) {
        double bytes = type.bytes();
        for (int size : shape) {
            bytes *= size;
        }
        return bytes;
    }

    private void checkRaster(StoreNode node, ArrayMetadata array) {
        var chunk = new ArrayList<Integer>();
        var shard = new ArrayList<Integer>();
        boolean single = true;
        for (int axis = 0; axis < array.rank(); axis++) {
            int size = array.shape().get(axis);
            boolean spatial = axis >= array.rank() - 2;
            int inner = spatial ? Math.min(spatialChunk, size) : 1;
            chunk.add(inner);
            single &= inner >= size;
            shard.add(spatial ? Math.ceilDiv(size, Math.max(1, inner)) * inner : 1);
        }
        int largest = array.innerChunkShape().stream()
                .skip(array.rank() - 2L)
                .max(Integer::compare)
                .orElse(0);
        if (largest > MAX_MAP_CHUNK) {
            warning(
                    Rule.V9,
                    node,
                    "chunks of %d pixels; maps fetch whole ones, %d are enough".formatted(largest, MAX_MAP_CHUNK));
        }
        if (!array.innerChunkShape().equals(chunk)) {
            warning(
                    Rule.R36,
                    node,
                    "chunks are %s; of %s, in a store with chunks of %d, they should be %s"
                            .formatted(array.innerChunkShape(), array.shape(), spatialChunk, chunk));
        } else if (array.sharding().isPresent()) {
            checkShardShape(node, array, single, shard);
        } else if (sharded && !single) {
            warning(Rule.R37, node, "has several chunks and is not sharded, as others are");
        }
    }

    private void checkShardShape(StoreNode node, ArrayMetadata array, boolean single, List<Integer> shard) {
        if (single) {
            warning(Rule.R37, node, "is sharded, and has one chunk");
        } else if (!array.chunkShape().equals(shard)) {
            warning(Rule.R37, node, "shards are %s, not %s".formatted(array.chunkShape(), shard));
        }
    }

    private void checkTable(StoreNode node, ArrayMetadata array) {
        boolean small = bytes(array.shape(), array.type()) < ONE_CHUNK_BYTES;
        boolean whole = array.sharding().isEmpty() && array.chunkShape().equals(array.shape());
        if ((small || node.isCoordinate()) && !whole) {
            warning(
                    Rule.R36,
                    node,
                    "chunks are %s%s; it is small enough for one of %s"
                            .formatted(
                                    array.innerChunkShape(),
                                    array.sharding().isPresent() ? " in shards" : "",
                                    array.shape()));
        }
        if (node.isCoordinate() && !array.codecs().stream().allMatch(Codec.Bytes.class::isInstance)) {
            warning(Rule.R36, node, "a coordinate has codecs besides bytes");
        }
    }

    // --- codecs

    private void checkCodecs(StoreNode node, ArrayMetadata array) {
        List<Codec> packing = array.innerCodecs().stream()
                .filter(codec -> !(codec instanceof Codec.ScaleOffset || codec instanceof Codec.CastValue))
                .toList();
        if (packing.isEmpty() || !(packing.getFirst() instanceof Codec.Bytes bytes)) {
            error(Rule.R39, node, "codecs are %s; bytes come first".formatted(names(packing)));
            return;
        }
        if (bytes.endian() == Codec.Endian.BIG) {
            warning(Rule.R39, node, "bytes are big-endian");
        }
        if (node.isCoordinate()) {
            return; // bytes only, rule R36
        }
        if (packing.size() != 2 || !(packing.get(1) instanceof Codec.Blosc blosc)) {
            warning(Rule.R39, node, "codecs are %s, not bytes and blosc".formatted(names(packing)));
            return;
        }
        checkBlosc(node, array.storedType(), blosc);
    }

    private static List<String> names(List<Codec> codecs) {
        return codecs.stream().map(Codec::zarrName).toList();
    }

    private void checkBlosc(StoreNode node, DataType stored, Codec.Blosc blosc) {
        if (!blosc.compressor().equals("zstd") || blosc.level() < 1 || blosc.level() > 9) {
            warning(
                    Rule.R39,
                    node,
                    "blosc packs with %s at level %d, not with zstd at 1 to 9"
                            .formatted(blosc.compressor(), blosc.level()));
        }
        if (blosc.shuffle() == Codec.Shuffle.NONE) {
            warning(Rule.R39, node, "blosc does not shuffle");
        }
        if (blosc.typeBytes() != stored.bytes() && blosc.typeBytes() != stored.wordBytes()) {
            warning(
                    Rule.R39,
                    node,
                    "blosc has typesize %d, elements are stored in %d bytes"
                            .formatted(blosc.typeBytes(), stored.bytes()));
        }
    }
}
