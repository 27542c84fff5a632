package dev.zarrgo.converter.raster;

import java.util.Optional;
import java.util.OptionalLong;

/// Computes one row of a coarser level from the rows of a finer one.
///
/// Rows are byte planes, least significant byte first: pixel `c` of the row at `offset` has its byte `b` in
/// `planes[b][offset + c]`. A block is `factor` x `factor` pixels anchored top-left; what is left at the
/// end of a row makes no block (rule R49).
///
/// Stateless apart from its scratch memory; one thread at a time.
public abstract class Reducer {

    /// What the bytes of a pixel mean.
    public enum PixelType {
        UNSIGNED,
        SIGNED,
        FLOATING
    }

    /// @param typeBytes bytes of a pixel
    /// @param nodata the stored value that stands for no measurement, of integers
    /// @throws IllegalArgumentException if there is no such rule for this type
    public static Reducer of(Reduction reduction, PixelType type, int typeBytes, OptionalLong nodata) {
        return switch (reduction) {
            case NEAREST -> new NearestReducer(typeBytes);
            case BITWISE_OR -> new OrReducer(typeBytes);
            case MAXIMUM -> {
                if (typeBytes != 1 || type != PixelType.UNSIGNED) {
                    throw new IllegalArgumentException("maximum of %s of %d bytes".formatted(type, typeBytes));
                }
                yield new MaximumReducer();
            }
            case MEAN -> {
                if (type == PixelType.FLOATING) {
                    yield new FloatMeanReducer(typeBytes);
                }
                if (typeBytes > 4) {
                    throw new IllegalArgumentException("mean of %s of %d bytes".formatted(type, typeBytes));
                }
                boolean signed = type == PixelType.SIGNED;
                yield (signed ? Optional.<Reducer>empty() : LaneMeanReducer.of(typeBytes, nodata))
                        .orElseGet(() -> new IntegerMeanReducer(typeBytes, signed, nodata));
            }
        };
    }

    /// Computes `columns` pixels.
    ///
    /// @param source planes of the finer level
    /// @param offset of the first row of the blocks in every plane
    /// @param stride pixels from one row to the next
    /// @param factor pixels per block and axis
    /// @param target planes of the coarser level
    /// @param targetOffset of the computed row
    public abstract void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns);
}
