package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the metadata of an array says, the same for both versions of Zarr.
///
/// @param zarrFormat 2 or 3
/// @param shape elements per axis
/// @param chunkShape elements per axis of one stored object: a chunk, or a shard
/// @param fillValue as in the JSON document; null where a v2 document has null
/// @param codecs from elements to bytes; a single [Codec.Sharding] for shards
/// @param dimensionNames one per axis, or empty
public record ArrayMetadata(
        int zarrFormat,
        DataType type,
        List<Integer> shape,
        List<Integer> chunkShape,
        ChunkKeys chunkKeys,
        @Nullable JsonNode fillValue,
        List<Codec> codecs,
        List<String> dimensionNames,
        ObjectNode attributes)
        implements Node {

    public ArrayMetadata {
        shape = List.copyOf(shape);
        chunkShape = List.copyOf(chunkShape);
        codecs = List.copyOf(codecs);
        dimensionNames = List.copyOf(dimensionNames);
        if (shape.size() != chunkShape.size()) {
            throw new IllegalArgumentException("chunks %s for shape %s".formatted(chunkShape, shape));
        }
        if (!dimensionNames.isEmpty() && dimensionNames.size() != shape.size()) {
            throw new IllegalArgumentException("dimensions %s for shape %s".formatted(dimensionNames, shape));
        }
    }

    public int rank() {
        return shape.size();
    }

    /// Elements in all.
    public long elements() {
        long product = 1;
        for (int size : shape) {
            product = Math.multiplyExact(product, (long) size);
        }
        return product;
    }

    /// Decoded size.
    public long bytes() {
        return elements() * type.bytes();
    }

    public Optional<Codec.Sharding> sharding() {
        return codecs.stream()
                .filter(Codec.Sharding.class::isInstance)
                .map(Codec.Sharding.class::cast)
                .findFirst();
    }

    /// The smallest separately decodable piece: the inner chunk of a shard, or the chunk.
    public List<Integer> innerChunkShape() {
        return sharding().map(Codec.Sharding::chunkShape).orElse(chunkShape);
    }

    /// The type of the elements as the compressed bytes hold them; another one than [#type] only where a
    /// codec casts.
    public DataType storedType() {
        return innerCodecs().stream()
                .filter(Codec.CastValue.class::isInstance)
                .map(codec -> ((Codec.CastValue) codec).storedType())
                .findFirst()
                .orElse(type);
    }

    /// The codecs of the smallest separately decodable piece.
    public List<Codec> innerCodecs() {
        return sharding().map(Codec.Sharding::codecs).orElse(codecs);
    }

    /// Stored objects per axis when all are present.
    public List<Integer> grid() {
        var grid = new ArrayList<Integer>();
        for (int axis = 0; axis < rank(); axis++) {
            grid.add(Math.ceilDiv(shape.get(axis), chunkShape.get(axis)));
        }
        return List.copyOf(grid);
    }

    /// The smallest separately decodable pieces per axis.
    public List<Integer> innerGrid() {
        var grid = new ArrayList<Integer>();
        for (int axis = 0; axis < rank(); axis++) {
            grid.add(Math.ceilDiv(shape.get(axis), innerChunkShape().get(axis)));
        }
        return List.copyOf(grid);
    }

    /// A copy with other attributes.
    public ArrayMetadata withAttributes(ObjectNode other) {
        return new ArrayMetadata(
                zarrFormat, type, shape, chunkShape, chunkKeys, fillValue, codecs, dimensionNames, other);
    }
}
