package dev.zarrgo.converter.raster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/// Mean of unsigned 16-bit integers whose nodata value is 0, which is reflectance and the bulk of the work,
/// and of unsigned bytes without nodata value, which are probabilities.
///
/// Adds eight columns at a time, in lanes of 16 bits, and counts valid pixels only in blocks that touch a
/// group of eight with a zero in it. [IntegerMeanReducer] is its test oracle and does those blocks.
final class LaneMeanReducer extends Reducer {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LANE_ONE = 0x0001000100010001L;
    private static final long LANE_THREE = 0x0003000300030003L;

    /// Columns that are summed in one go.
    private static final int GROUP = 8;

    /// Larger blocks could overflow a lane.
    private static final int MAX_FACTOR = 64;

    private static final int GROUPS_PER_CALL = 32;

    private static final byte NO_ZEROS = 0;
    private static final byte ONLY_ZEROS = 1;
    private static final byte MIXED = 2;

    private final int typeBytes;
    private final Reducer plain;
    private int[] sums = new int[0];
    private byte[] content = new byte[0];

    private LaneMeanReducer(int typeBytes, OptionalLong nodata) {
        this.typeBytes = typeBytes;
        this.plain = new IntegerMeanReducer(typeBytes, false, nodata);
    }

    /// For these pixels, if they are of a kind that it can do.
    static Optional<Reducer> of(int typeBytes, OptionalLong nodata) {
        boolean reflectance = typeBytes == 2 && nodata.equals(OptionalLong.of(0));
        boolean probability = typeBytes == 1 && nodata.isEmpty();
        return reflectance || probability ? Optional.of(new LaneMeanReducer(typeBytes, nodata)) : Optional.empty();
    }

    @Override
    public void reduceRow(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        if (factor > MAX_FACTOR) {
            plain.reduceRow(source, offset, stride, factor, target, targetOffset, columns);
        } else if (factor == 2 && typeBytes == 2) {
            halve(source, offset, stride, target, targetOffset, columns);
        } else {
            sumAndDivide(source, offset, stride, factor, target, targetOffset, columns);
        }
    }

    // --- blocks of 2 x 2

    private void halve(byte[][] source, int offset, int stride, byte[][] target, int targetOffset, int columns) {
        int done = 0;
        while (columns - done >= GROUP / 2) {
            int limit = Math.min(columns - done, GROUP / 2 * GROUPS_PER_CALL) & -(GROUP / 2);
            int from = offset + 2 * done;
            int to = targetOffset + done;
            int made = halve(source[0], source[1], from, stride, target[0], target[1], to, limit);
            if (made < limit) {
                plain.reduceRow(source, from + 2 * made, stride, 2, target, to + made, GROUP / 2);
                made += GROUP / 2;
            }
            done += made;
        }
        plain.reduceRow(source, offset + 2 * done, stride, 2, target, targetOffset + done, columns - done);
    }

    /// Halves until all is done or a group holds zeros among other values; nothing but zeros come out as
    /// zeros.
    ///
    /// @return pixels made, a multiple of four
    private static int halve(
            byte[] low, byte[] high, int offset, int stride, byte[] targetLow, byte[] targetHigh, int to, int count) {
        for (int done = 0; done < count; done += GROUP / 2) {
            int upper = offset + 2 * done;
            int lower = upper + stride;
            long lowUpper = (long) LONG.get(low, upper);
            long highUpper = (long) LONG.get(high, upper);
            long lowLower = (long) LONG.get(low, lower);
            long highLower = (long) LONG.get(high, lower);
            long valuesUpper = lowUpper | highUpper;
            long valuesLower = lowLower | highLower;
            if ((zeros(valuesUpper) | zeros(valuesLower)) != 0 && (valuesUpper | valuesLower) != 0) {
                return done;
            }
            long lowSum = pairs(lowUpper) + pairs(lowLower);
            long highSum = pairs(highUpper) + pairs(highLower);
            // (256 high + low) / 4, and what the division leaves is in the low part alone.
            long mean = (highSum << 6) + ((lowSum >>> 2) & EVEN_BYTES);
            long rest = (lowSum & LANE_THREE) + (mean & LANE_ONE); // 3 and 4 round up: half goes to even
            mean += ((rest + LANE_ONE) >>> 2) & LANE_ONE;
            INT.set(targetLow, to + done, pack(mean & EVEN_BYTES));
            INT.set(targetHigh, to + done, pack((mean >>> 8) & EVEN_BYTES));
        }
        return count;
    }

    // --- blocks of any size

    private void sumAndDivide(
            byte[][] source, int offset, int stride, int factor, byte[][] target, int targetOffset, int columns) {
        int width = columns * factor;
        int groups = width / GROUP;
        if (sums.length < width) {
            sums = new int[width + GROUP];
        }
        if (content.length <= groups) {
            content = new byte[groups + 1];
        }
        for (int group = 0; group < groups; group += GROUPS_PER_CALL) {
            int count = Math.min(GROUPS_PER_CALL, groups - group);
            if (typeBytes == 1) {
                addRows(source[0], offset, stride, factor, group, count, sums);
            } else {
                addRows(source[0], source[1], offset, stride, factor, group, count, sums, content);
            }
        }
        content[groups] = MIXED; // the rest of the row is not looked at more closely
        int pixels = factor * factor;
        for (int c = 0; c < columns; c++) {
            int from = c * factor;
            if (content(content, from, from + factor - 1) == MIXED) {
                plain.reduceRow(source, offset + from, stride, factor, target, targetOffset + c, 1);
                continue;
            }
            int sum = 0;
            for (int i = from; i < from + factor; i++) {
                sum += sums[i];
            }
            int mean = mean(sum, pixels);
            target[0][targetOffset + c] = (byte) mean;
            if (typeBytes == 2) {
                target[1][targetOffset + c] = (byte) (mean >> 8);
            }
        }
    }

    /// What the groups hold together that these columns lie in.
    private static byte content(byte[] content, int first, int last) {
        byte found = content[first / GROUP];
        for (int group = first / GROUP + 1; group <= last / GROUP; group++) {
            found = found == content[group] ? found : MIXED;
        }
        return found;
    }

    /// Of values none of which is zero, so that the mean is not zero either, or all of which are.
    private static int mean(int sum, int pixels) {
        int mean = sum / pixels;
        int twice = 2 * (sum - mean * pixels);
        return twice > pixels || (twice == pixels && (mean & 1) == 1) ? mean + 1 : mean;
    }

    /// The sums of `factor` rows for eight columns a group.
    private static void addRows(
            byte[] low,
            byte[] high,
            int offset,
            int stride,
            int factor,
            int firstGroup,
            int count,
            int[] sums,
            byte[] content) {
        for (int group = firstGroup; group < firstGroup + count; group++) {
            int at = offset + group * GROUP;
            long lowEven = 0;
            long lowOdd = 0;
            long highEven = 0;
            long highOdd = 0;
            long zero = 0;
            long any = 0;
            for (int row = 0; row < factor; row++) {
                long l = (long) LONG.get(low, at);
                long h = (long) LONG.get(high, at);
                zero |= zeros(l | h);
                any |= l | h;
                lowEven += l & EVEN_BYTES;
                lowOdd += (l >>> 8) & EVEN_BYTES;
                highEven += h & EVEN_BYTES;
                highOdd += (h >>> 8) & EVEN_BYTES;
                at += stride;
            }
            content[group] = zero == 0 ? NO_ZEROS : any == 0 ? ONLY_ZEROS : MIXED;
            int to = group * GROUP;
            for (int i = 0; i < GROUP; i += 2) {
                sums[to + i] = (int) (lowEven & 0xFFFF) + ((int) (highEven & 0xFFFF) << 8);
                sums[to + i + 1] = (int) (lowOdd & 0xFFFF) + ((int) (highOdd & 0xFFFF) << 8);
                lowEven >>>= 16;
                lowOdd >>>= 16;
                highEven >>>= 16;
                highOdd >>>= 16;
            }
        }
    }

    /// The same for bytes, where every value counts.
    private static void addRows(
            byte[] bytes, int offset, int stride, int factor, int firstGroup, int count, int[] sums) {
        for (int group = firstGroup; group < firstGroup + count; group++) {
            int at = offset + group * GROUP;
            long even = 0;
            long odd = 0;
            for (int row = 0; row < factor; row++) {
                long word = (long) LONG.get(bytes, at);
                even += word & EVEN_BYTES;
                odd += (word >>> 8) & EVEN_BYTES;
                at += stride;
            }
            int to = group * GROUP;
            for (int i = 0; i < GROUP; i += 2) {
                sums[to + i] = (int) (even & 0xFFFF);
                sums[to + i + 1] = (int) (odd & 0xFFFF);
                even >>>= 16;
                odd >>>= 16;
            }
        }
    }

    // --- eight bytes at a time

    /// Not 0 if one of the eight bytes is.
    private static long zeros(long bytes) {
        return (bytes - LOW_BITS) & ~bytes & HIGH_BITS;
    }

    /// The sums of neighbouring bytes, in four lanes.
    private static long pairs(long bytes) {
        return (bytes & EVEN_BYTES) + ((bytes >>> 8) & EVEN_BYTES);
    }

    /// The low bytes of four lanes, side by side.
    private static int pack(long lanes) {
        long x = (lanes | (lanes >>> 8)) & 0x0000FFFF0000FFFFL;
        return (int) (x | (x >>> 16));
    }
}
