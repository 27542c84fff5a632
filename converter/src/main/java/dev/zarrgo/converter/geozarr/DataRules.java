package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayChunk;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ArrayReader;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.ChunkRuns;
import dev.zarrgo.converter.zarr.FillValues;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Shard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// Looks at the stored bytes: every shard's index, and two chunks of every measured variable.
///
/// Source: rules R38, R40, V9, V10.
final class DataRules {

    private static final Pattern MEASUREMENTS = Pattern.compile("(?:[^/]+/)?measurements(?:/.*)?");

    /// Chunks that are looked for before an array counts as not searched.
    private static final int MAX_TRIES = 4096;

    private static final int MAX_SHARDS = 10_000;
    private static final double MAX_CHUNK_BYTES = 100e6;

    private final Store store;
    private final Findings found;
    private final DecodeScratch scratch;

    private DataRules(Store store, Findings found, DecodeScratch scratch) {
        this.store = store;
        this.found = found;
        this.scratch = scratch;
    }

    static void check(StoreTree tree, Store store, Findings found) {
        var sweep = new Sweep(store, found);
        List<StoreNode> sharded = tree.arrays().stream()
                .filter(node -> sharding(node).isPresent())
                .toList();
        sweep.each(
                sharded,
                largest(sharded, array -> (double) Shard.ENTRY_BYTES * chunks(array)),
                (node, part, scratch) -> sharding(node)
                        .ifPresent(array -> new DataRules(store, part, scratch).checkShards(node, array)));
        List<StoreNode> samples = samples(tree);
        sweep.each(samples, 2 * largest(samples, DataRules::chunkBytes), (node, part, scratch) -> new DataRules(
                        store, part, scratch)
                .checkSample(node));
    }

    private static Optional<ArrayMetadata> sharding(StoreNode node) {
        return node.array().filter(array -> array.sharding().isPresent() && isCountable(array));
    }

    private static double largest(List<StoreNode> nodes, ToDoubleFunction<ArrayMetadata> size) {
        return nodes.stream()
                .flatMap(node -> node.array().stream())
                .mapToDouble(size)
                .max()
                .orElse(0);
    }

    /// Whether there is a number of chunks, and a chunk fits in memory.
    private static boolean isCountable(ArrayMetadata array) {
        List<Integer> inner = array.innerChunkShape();
        for (int axis = 0; axis < array.rank(); axis++) {
            if (inner.size() != array.rank()
                    || inner.get(axis) < 1
                    || array.chunkShape().get(axis) % inner.get(axis) != 0) {
                return false;
            }
        }
        return chunkBytes(array) <= MAX_CHUNK_BYTES && chunks(array) <= Integer.MAX_VALUE;
    }

    private static double chunkBytes(ArrayMetadata array) {
        return array.innerChunkShape().stream()
                .mapToDouble(Integer::doubleValue)
                .reduce(array.storedType().bytes(), (a, b) -> a * b);
    }

    private static double chunks(ArrayMetadata array) {
        double chunks = 1;
        for (int axis = 0; axis < array.rank(); axis++) {
            chunks *= Math.ceilDiv(
                    array.shape().get(axis), array.innerChunkShape().get(axis));
        }
        return chunks;
    }

    // --- shards

    private void checkShards(StoreNode node, ArrayMetadata array) {
        List<Integer> grid = array.grid();
        if (grid.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > MAX_SHARDS) {
            found.warning(
                    Rule.V9, node.path(), "more than %,d shards; their indices are not read".formatted(MAX_SHARDS));
            return;
        }
        try (var reader = new ArrayReader(store, node.path(), array)) {
            for (List<Integer> index : ChunkRuns.indices(grid)) {
                try {
                    reader.shard(index).ifPresent(shard -> checkShard(node, index, shard));
                } catch (ZarrgoException broken) {
                    found.error(Rule.V9, node.path(), reason(index, broken));
                }
            }
        }
    }

    private static String name(List<Integer> index) {
        return ChunkKeys.V2_DOT.key(index);
    }

    private static String reason(List<Integer> index, RuntimeException broken) {
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        return "chunk %s: %s".formatted(name(index), cause.getMessage());
    }

    private void checkShard(StoreNode node, List<Integer> index, Shard shard) {
        long data = shard.bytes() - shard.indexBytes();
        long end = 0;
        for (int position = 0; position < shard.chunks(); position++) {
            if (!shard.isStored(position)) {
                continue;
            }
            long offset = shard.offset(position);
            long length = shard.length(position);
            if (offset < 0 || length <= 0 || offset > shard.bytes() - length) {
                found.error(
                        Rule.V9,
                        node.path(),
                        "chunk %s: inner chunk %d is at byte %,d, with %,d of %,d bytes"
                                .formatted(name(index), position, offset, length, shard.bytes()));
                return;
            }
            if (offset != end) {
                found.warning(
                        Rule.R38,
                        node.path(),
                        "chunk %s: inner chunk %d is at byte %,d, in row-major order it would be at %,d"
                                .formatted(name(index), position, offset, end));
                return;
            }
            end = offset + length;
        }
        if (end != data) {
            found.warning(
                    Rule.R38,
                    node.path(),
                    "chunk %s: inner chunks end at byte %,d, the index begins at %,d"
                            .formatted(name(index), end, data));
        }
    }

    // --- chunks

    /// The finest and the coarsest array of every measured variable.
    private static List<StoreNode> samples(StoreTree tree) {
        var samples = new ArrayList<StoreNode>();
        for (StoreNode group : tree.multiscaleGroups()) {
            if (MEASUREMENTS.matcher(group.path()).matches()) {
                List<RasterGroup> levels = levels(tree, group);
                Set<String> finest = new HashSet<>();
                levels.forEach(level -> addNew(level, finest, samples));
                Set<String> coarsest = new HashSet<>();
                levels.reversed().forEach(level -> addNew(level, coarsest, samples));
            }
        }
        return samples.stream().distinct().toList();
    }

    private static List<RasterGroup> levels(StoreTree tree, StoreNode group) {
        var levels = new ArrayList<RasterGroup>();
        for (JsonNode entry : StoreTree.layout(group)) {
            tree.rasterGroup(Hierarchy.child(group.path(), entry.path("asset").asText()))
                    .ifPresent(levels::add);
        }
        return levels;
    }

    private static void addNew(RasterGroup level, Set<String> known, List<StoreNode> samples) {
        for (StoreNode array : level.rasters()) {
            if (known.add(array.name())) {
                samples.add(array);
            }
        }
    }

    private void checkSample(StoreNode node) {
        Optional<ArrayMetadata> array = node.array().filter(DataRules::isCountable);
        if (array.isEmpty()) {
            return;
        }
        try (var reader = new ArrayReader(store, node.path(), array.get())) {
            checkFirstChunk(node, array.get(), reader);
        }
    }

    private void checkFirstChunk(StoreNode node, ArrayMetadata array, ArrayReader reader) {
        int tries = 0;
        for (List<Integer> index : ChunkRuns.indices(array.innerGrid())) {
            if (tries++ > MAX_TRIES) {
                return;
            }
            try {
                Optional<ArrayChunk> chunk = reader.open(index, scratch);
                if (chunk.isPresent()) {
                    checkChunk(node, array, index, chunk.get(), reader.chunkElements());
                    return;
                }
            } catch (ZarrgoException | IllegalArgumentException broken) {
                found.error(Rule.V10, node.path(), reason(index, broken));
                return;
            }
        }
        found.warning(Rule.V10, node.path(), "no chunk is stored: all of it is fill value");
    }

    private void checkChunk(StoreNode node, ArrayMetadata array, List<Integer> index, ArrayChunk chunk, int elements) {
        var planes = new Planes(array.storedType().bytes(), elements).reshape(1, elements);
        try (chunk) {
            chunk.read(1, elements, 0, planes, 0, scratch);
            chunk.finish(0, scratch);
        }
        if (isFill(planes, FillValues.stored(array))) {
            found.warning(
                    Rule.R40,
                    node.path(),
                    "chunk %s is stored and holds nothing but the fill value".formatted(name(index)));
        }
    }

    private static boolean isFill(Planes planes, byte[] fill) {
        for (int b = 0; b < fill.length; b++) {
            for (byte value : planes.plane(b)) {
                if (value != fill[b]) {
                    return false;
                }
            }
        }
        return true;
    }
}
