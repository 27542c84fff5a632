package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import java.util.ArrayList;
import java.util.List;

/// The codec chains of the target.
///
/// Source: rules R28, R37 to R39.
final class Codecs {

    private static final Codec LITTLE_ENDIAN = new Codec.Bytes(Codec.Endian.LITTLE);

    private Codecs() {}

    /// Only bytes, for coordinates.
    static List<Codec> plain() {
        return List.of(LITTLE_ENDIAN);
    }

    /// Bytes and blosc behind `logical`, the codecs that turn logical numbers into stored ones.
    static List<Codec> packed(List<Codec> logical, DataType stored, int compressionLevel) {
        var codecs = new ArrayList<>(logical);
        codecs.add(LITTLE_ENDIAN);
        codecs.add(new Codec.Blosc("zstd", compressionLevel, Codec.Shuffle.BYTE, stored.wordBytes(), 0));
        return codecs;
    }

    /// A shard of chunks with these codecs.
    static List<Codec> sharded(List<Integer> chunkShape, List<Codec> codecs) {
        return List.of(new Codec.Sharding(chunkShape, codecs, List.of(LITTLE_ENDIAN, new Codec.Crc32c()), true));
    }

    /// The zstd level behind a level of blosc: twice as many, less one, and the last one the most that zstd
    /// can do (rule R39).
    static int zstdLevel(int bloscLevel) {
        return bloscLevel == MAX_BLOSC_LEVEL ? MAX_ZSTD_LEVEL : 2 * bloscLevel - 1;
    }

    /// The zstd level of an array with blosc.
    static int zstdLevel(ArrayMetadata target) {
        return target.innerCodecs().stream()
                .filter(Codec.Blosc.class::isInstance)
                .map(Codec.Blosc.class::cast)
                .mapToInt(blosc -> zstdLevel(blosc.level()))
                .findFirst()
                .orElseThrow();
    }

    private static final int MAX_BLOSC_LEVEL = 9;
    private static final int MAX_ZSTD_LEVEL = 22;
}
