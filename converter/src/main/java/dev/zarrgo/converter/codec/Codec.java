package dev.zarrgo.converter.codec;

import java.util.List;
import java.util.Optional;

/// One stage of a chunk's pipeline, as the metadata states it. A codec is data; [ChunkCursor] and
/// [ChunkEncoder] do the work.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html#codecs>, rules I8, R28, R38,
/// R39.
public sealed interface Codec {

    /// Elements to bytes.
    record Bytes(Endian endian) implements Codec {}

    /// A permutation of the axes; only the identity is read.
    record Transpose(List<Integer> order) implements Codec {
        public Transpose {
            order = List.copyOf(order);
        }

        public boolean isIdentity() {
            for (int i = 0; i < order.size(); i++) {
                if (order.get(i) != i) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The container format of c-blosc 1; what it holds is said by the container itself, not by these
    /// settings.
    record Blosc(String compressor, int level, Shuffle shuffle, int typeBytes, int blockBytes) implements Codec {}

    record Zstd(int level, boolean checksum) implements Codec {}

    record Gzip(int level) implements Codec {}

    /// Of Zarr v2 only.
    record Zlib(int level) implements Codec {}

    record Crc32c() implements Codec {}

    record Sharding(List<Integer> chunkShape, List<Codec> codecs, List<Codec> indexCodecs, boolean indexAtEnd)
            implements Codec {
        public Sharding {
            chunkShape = List.copyOf(chunkShape);
            codecs = List.copyOf(codecs);
            indexCodecs = List.copyOf(indexCodecs);
        }
    }

    /// Stored = (logical - offset) * scale.
    record ScaleOffset(double scale, double offset) implements Codec {}

    /// Stores numbers in another type; `nodata` is the stored form of NaN.
    record CastValue(DataType storedType, Optional<Long> nodata) implements Codec {}

    enum Endian {
        LITTLE,
        BIG
    }

    enum Shuffle {
        NONE,
        BYTE,
        BIT;

        /// The Zarr v3 name.
        public String zarrName() {
            return switch (this) {
                case NONE -> "noshuffle";
                case BYTE -> "shuffle";
                case BIT -> "bitshuffle";
            };
        }
    }

    /// The registered name. A codec added above does not compile until it is named here.
    default String zarrName() {
        return switch (this) {
            case Bytes _ -> "bytes";
            case Transpose _ -> "transpose";
            case Blosc _ -> "blosc";
            case Zstd _ -> "zstd";
            case Gzip _ -> "gzip";
            case Zlib _ -> "zlib";
            case Crc32c _ -> "crc32c";
            case Sharding _ -> "sharding_indexed";
            case ScaleOffset _ -> "scale_offset";
            case CastValue _ -> "cast_value";
        };
    }
}
