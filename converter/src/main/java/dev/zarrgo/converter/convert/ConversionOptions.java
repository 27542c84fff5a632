package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Resolution;
import java.util.Optional;

/// What a conversion is to produce; two runs with equal options and equal sources give equal bytes.
///
/// @param encoding how packed quantities are stored
/// @param spatialChunk pixels per axis of an inner chunk, 16 to 4096
/// @param compressionLevel 1 (fast) to 9 (small)
/// @param sharding whether an array is one object
/// @param coarsest the last resolution of the pyramids
/// @param auxiliaryPyramids whether masks and probabilities get coarser levels too
/// @param level processing level of a product that does not say it
/// @param conventions which edition of the conventions is declared
public record ConversionOptions(
        Encoding encoding,
        int spatialChunk,
        int compressionLevel,
        boolean sharding,
        S2Resolution coarsest,
        boolean auxiliaryPyramids,
        Optional<ProcessingLevel> level,
        Convention.Version conventions) {

    public static final ConversionOptions DEFAULT = new ConversionOptions(
            Encoding.PACKED, 512, 1, true, S2Resolution.R720M, true, Optional.empty(), Convention.Version.V0_1);

    public ConversionOptions {
        if (spatialChunk < 16 || spatialChunk > 4096) {
            throw new IllegalArgumentException(
                    "a spatial chunk of %d; 16 to 4096 are possible".formatted(spatialChunk));
        }
        if (compressionLevel < 1 || compressionLevel > 9) {
            throw new IllegalArgumentException(
                    "a compression level of %d; 1 to 9 are possible".formatted(compressionLevel));
        }
    }
}
