package dev.zarrgo.converter.check;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.raster.Reduction;
import java.util.OptionalLong;

/// What the specification says that one pixel of a coarser level is, in the plainest words that Java has.
///
/// This judges what the converter computes, and has no line of code in common with it.
///
/// Source: rules R49 to R53.
final class BlockRule {

    private final Reduction reduction;
    private final DataType type;
    private final OptionalLong nodata;
    private final double maximum;

    /// @param type of the stored pixels
    /// @param nodata the integer that means no measurement
    BlockRule(Reduction reduction, DataType type, OptionalLong nodata) {
        this.reduction = reduction;
        this.type = type;
        this.nodata = nodata;
        this.maximum = Math.pow(2, 8 * type.bytes() - (type.kind() == DataType.Kind.INT ? 1 : 0)) - 1;
    }

    /// The rule that this applies, for whoever finds it broken.
    String id() {
        return switch (reduction) {
            case MEAN -> "R50";
            case NEAREST -> "R52";
            case BITWISE_OR, MAXIMUM -> "R53";
        };
    }

    /// The pixel in column `column`.
    ///
    /// @param rows the rows of the parent level that the block covers, as many as the block is wide
    double pixel(double[][] rows, int column) {
        int factor = rows.length;
        int first = column * factor;
        return switch (reduction) {
            case NEAREST -> rows[0][first];
            case BITWISE_OR -> or(rows, first);
            case MAXIMUM -> maximum(rows, first);
            case MEAN -> type.kind() == DataType.Kind.FLOAT ? meanOfFloats(rows, first) : meanOfIntegers(rows, first);
        };
    }

    private static double or(double[][] rows, int first) {
        long flags = 0;
        for (double[] row : rows) {
            for (int i = first; i < first + rows.length; i++) {
                flags |= (long) row[i];
            }
        }
        return flags;
    }

    private static double maximum(double[][] rows, int first) {
        double largest = rows[0][first];
        for (double[] row : rows) {
            for (int i = first; i < first + rows.length; i++) {
                largest = Math.max(largest, row[i]);
            }
        }
        return largest;
    }

    private double meanOfFloats(double[][] rows, int first) {
        double sum = 0;
        int count = 0;
        for (double[] row : rows) {
            for (int i = first; i < first + rows.length; i++) {
                if (Double.isFinite(row[i])) {
                    sum += row[i];
                    count++;
                }
            }
        }
        double mean = count == 0 ? Double.NaN : sum / count;
        return type.bytes() == Float.BYTES ? (float) mean : mean;
    }

    private double meanOfIntegers(double[][] rows, int first) {
        boolean masked = nodata.isPresent();
        double mask = nodata.orElse(0);
        double sum = 0;
        int count = 0;
        for (double[] row : rows) {
            for (int i = first; i < first + rows.length; i++) {
                if (!masked || row[i] != mask) {
                    sum += row[i];
                    count++;
                }
            }
        }
        if (count == 0) {
            return mask;
        }
        // Sums of a block are far below 2^53, so that the quotient is off a half by more than it is rounded.
        double exact = sum / count;
        double mean = Math.rint(exact);
        if (!masked || mean != mask) {
            return mean;
        }
        return exact >= mask && mask < maximum ? mean + 1 : mean - 1;
    }
}
