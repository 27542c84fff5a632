package dev.zarrgo.converter.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.raster.Reducer.PixelType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Every reduction against one that works on numbers of any size, for random pixels of every kind (rules
/// R49 to R53).
class ReducerTest {

    /// What the pixels of a test look like.
    enum Content {
        NOISE,
        SMALL,
        ZEROS,
        MOSTLY_NODATA,
        EDGE_OF_NODATA,
        MAXIMUM,
        AROUND_NODATA
    }

    /// Rows of pixels with a margin that must not be looked at.
    private static final class Raster {
        final byte[][] planes;
        final int offset;
        final int stride;
        final int typeBytes;
        final boolean signed;

        Raster(byte[][] planes, int offset, int stride, int typeBytes, boolean signed) {
            this.planes = planes;
            this.offset = offset;
            this.stride = stride;
            this.typeBytes = typeBytes;
            this.signed = signed;
        }

        long at(int row, int column) {
            int at = offset + row * stride + column;
            long value = signed ? planes[typeBytes - 1][at] : planes[typeBytes - 1][at] & 0xFF;
            for (int b = typeBytes - 2; b >= 0; b--) {
                value = (value << 8) | (planes[b][at] & 0xFF);
            }
            return value;
        }

        void set(int row, int column, long value) {
            for (int b = 0; b < typeBytes; b++) {
                planes[b][offset + row * stride + column] = (byte) (value >>> (8 * b));
            }
        }
    }

    private static Raster raster(
            int rows, int width, int typeBytes, boolean signed, Content content, OptionalLong nodata, Random random) {
        int offset = random.nextInt(20);
        int stride = width + random.nextInt(10);
        byte[][] planes = new byte[typeBytes][offset + rows * stride + 3];
        for (byte[] plane : planes) {
            random.nextBytes(plane);
        }
        var raster = new Raster(planes, offset, stride, typeBytes, signed);
        int bits = 8 * typeBytes - (signed ? 1 : 0);
        long maximum = (1L << bits) - 1;
        long minimum = signed ? -maximum - 1 : 0;
        long none = nodata.orElse(0);
        int edge = random.nextInt(width + 1);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < width; c++) {
                long noise = random.nextLong(minimum, maximum + 1);
                long small = Math.clamp(1000 + noise % 20, minimum, maximum);
                long value =
                        switch (content) {
                            case NOISE -> noise;
                            case SMALL -> small;
                            case ZEROS -> 0;
                            case MOSTLY_NODATA -> random.nextInt(9) > 0 ? none : small;
                            case EDGE_OF_NODATA -> c + r < edge ? none : small;
                            case MAXIMUM -> maximum - random.nextInt(2);
                            case AROUND_NODATA -> Math.clamp(none + random.nextInt(3) - 1, minimum, maximum);
                        };
                raster.set(r, c, value);
            }
        }
        return raster;
    }

    private interface Rule {
        long of(List<Long> block);
    }

    private static List<Long> block(Raster raster, int column, int factor) {
        var block = new ArrayList<Long>();
        for (int r = 0; r < factor; r++) {
            for (int c = 0; c < factor; c++) {
                block.add(raster.at(r, column * factor + c));
            }
        }
        return block;
    }

    /// Rules R50 and R51 in decimal arithmetic.
    private static Rule mean(int typeBytes, boolean signed, OptionalLong nodata) {
        int bits = 8 * typeBytes - (signed ? 1 : 0);
        long maximum = (1L << bits) - 1;
        return block -> {
            List<Long> valid = block.stream()
                    .filter(value -> nodata.isEmpty() || value != nodata.getAsLong())
                    .toList();
            if (valid.isEmpty()) {
                return nodata.getAsLong();
            }
            BigDecimal sum = valid.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal count = BigDecimal.valueOf(valid.size());
            long mean = sum.divide(count, 0, RoundingMode.HALF_EVEN).longValueExact();
            if (nodata.isEmpty() || mean != nodata.getAsLong()) {
                return mean;
            }
            boolean up = sum.compareTo(count.multiply(BigDecimal.valueOf(nodata.getAsLong()))) >= 0;
            return up && mean < maximum ? mean + 1 : mean - 1;
        };
    }

    private static void check(Reducer reducer, Raster source, int factor, int columns, Rule rule, Random random) {
        int offset = random.nextInt(9);
        byte[][] target = new byte[source.typeBytes][offset + columns + 9];
        for (byte[] plane : target) {
            Arrays.fill(plane, (byte) 0x5A);
        }
        byte[][] before = new byte[source.typeBytes][];
        for (int b = 0; b < before.length; b++) {
            before[b] = source.planes[b].clone();
        }
        reducer.reduceRow(source.planes, source.offset, source.stride, factor, target, offset, columns);
        assertThat(source.planes).as("the source").isDeepEqualTo(before);
        var result = new Raster(target, offset, 0, source.typeBytes, source.signed);
        for (int c = 0; c < columns; c++) {
            List<Long> block = block(source, c, factor);
            assertThat(result.at(0, c)).as("block %s", block).isEqualTo(rule.of(block));
        }
        for (byte[] plane : target) {
            for (int i = 0; i < 9; i++) {
                assertThat(plane[i < offset ? i : offset + columns + i - offset])
                        .isEqualTo((byte) 0x5A);
            }
        }
    }

    @Property(tries = 1500)
    void meanIsTheExactOne(@ForAll long seed, @ForAll Content content) {
        var random = new Random(seed);
        boolean signed = random.nextBoolean();
        int typeBytes = List.of(1, 2, 2, 4).get(random.nextInt(4));
        int factor = 2 + random.nextInt(7);
        int columns = random.nextInt(random.nextInt(4) == 0 ? 400 : 40);
        int bits = 8 * typeBytes - (signed ? 1 : 0);
        long maximum = (1L << bits) - 1;
        OptionalLong nodata =
                switch (random.nextInt(6)) {
                    case 0 -> OptionalLong.empty();
                    case 1 -> OptionalLong.of(maximum);
                    case 2 -> OptionalLong.of(signed ? -maximum - 1 : 0);
                    case 3 -> OptionalLong.of(random.nextLong(maximum));
                    default -> OptionalLong.of(0);
                };
        Raster source =
                raster(factor, columns * factor + random.nextInt(factor), typeBytes, signed, content, nodata, random);
        PixelType type = signed ? PixelType.SIGNED : PixelType.UNSIGNED;
        Reducer reducer = Reducer.of(Reduction.MEAN, type, typeBytes, nodata);
        check(reducer, source, factor, columns, mean(typeBytes, signed, nodata), random);
    }

    /// The fast form against the plain one, over widths of real bands and with many shapes in turn, because
    /// it keeps its scratch memory.
    @Property(tries = 150)
    void lanesComeToTheSameAsOneByOne(@ForAll long seed) {
        var random = new Random(seed);
        int typeBytes = 1 + random.nextInt(2);
        OptionalLong nodata = typeBytes == 2 ? OptionalLong.of(0) : OptionalLong.empty();
        Reducer lanes = LaneMeanReducer.of(typeBytes, nodata).orElseThrow();
        var plain = new IntegerMeanReducer(typeBytes, false, nodata);
        for (int repeat = 0; repeat < 6; repeat++) {
            int factor = random.nextInt(12) == 0 ? 60 + random.nextInt(10) : 2 + random.nextInt(7);
            int columns = 1 + random.nextInt(random.nextInt(3) == 0 ? 5490 / factor : 40);
            Content content = List.of(Content.values()).get(random.nextInt(7));
            Raster source = raster(factor, columns * factor, typeBytes, false, content, nodata, random);
            byte[][] fast = new byte[typeBytes][columns];
            byte[][] slow = new byte[typeBytes][columns];
            lanes.reduceRow(source.planes, source.offset, source.stride, factor, fast, 0, columns);
            plain.reduceRow(source.planes, source.offset, source.stride, factor, slow, 0, columns);
            assertThat(fast)
                    .as("%s, factor %d, %d columns", content, factor, columns)
                    .isDeepEqualTo(slow);
        }
    }

    /// All 2 x 2 blocks of the numbers that make a difference, side by side with zeros and without.
    @Example
    void everyBlockOfEdgeValuesIsHalvedRight() {
        long[] values = {0, 1, 2, 3, 255, 256, 257, 0x7FFF, 0xFF00, 0xFFFE, 0xFFFF};
        Reducer reducer = Reducer.of(Reduction.MEAN, PixelType.UNSIGNED, 2, OptionalLong.of(0));
        Rule rule = mean(2, false, OptionalLong.of(0));
        var random = new Random(1);
        int blocks = values.length * values.length;
        for (long a : values) {
            for (long b : values) {
                var source = new Raster(new byte[2][4 * blocks], 0, 2 * blocks, 2, false);
                for (int i = 0; i < blocks; i++) {
                    source.set(0, 2 * i, a);
                    source.set(0, 2 * i + 1, b);
                    source.set(1, 2 * i, values[i / values.length]);
                    source.set(1, 2 * i + 1, values[i % values.length]);
                }
                check(reducer, source, 2, blocks, rule, random);
            }
        }
    }

    @Property(tries = 300)
    void nearestIsTheTopLeftPixel(@ForAll long seed) {
        checkAny(seed, Reduction.NEAREST, List.of(1, 2, 4, 8), List::getFirst);
    }

    @Property(tries = 300)
    void orIsTheUnionOfTheFlags(@ForAll long seed) {
        checkAny(seed, Reduction.BITWISE_OR, List.of(1, 2, 4), block -> block.stream()
                .reduce(0L, (a, b) -> a | b));
    }

    @Property(tries = 300)
    void maximumIsTheLargestNumber(@ForAll long seed) {
        checkAny(seed, Reduction.MAXIMUM, List.of(1), block -> block.stream().reduce(0L, Math::max));
    }

    private static void checkAny(long seed, Reduction reduction, List<Integer> sizes, Rule rule) {
        var random = new Random(seed);
        int typeBytes = sizes.get(random.nextInt(sizes.size()));
        int factor = 2 + random.nextInt(7);
        int columns = random.nextInt(100);
        Reducer reducer = Reducer.of(reduction, PixelType.UNSIGNED, typeBytes, OptionalLong.empty());
        Raster source = raster(
                factor,
                columns * factor + random.nextInt(factor),
                Math.min(4, typeBytes),
                false,
                Content.NOISE,
                OptionalLong.empty(),
                random);
        if (typeBytes == 8) {
            byte[][] planes = new byte[8][source.planes[0].length];
            for (byte[] plane : planes) {
                random.nextBytes(plane);
            }
            source = new Raster(planes, source.offset, source.stride, 8, false);
        }
        check(reducer, source, factor, columns, rule, random);
    }

    /// Rule R50 for floats: the mean of the finite values in double.
    @Property(tries = 300)
    void floatMeanIsThatOfTheFiniteValues(@ForAll long seed) {
        var random = new Random(seed);
        int typeBytes = random.nextBoolean() ? 4 : 8;
        int factor = 2 + random.nextInt(7);
        int columns = random.nextInt(40);
        double[] specials = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, -0.0, 1e30, -1e30};
        var source = new Raster(new byte[typeBytes][columns * factor * factor], 0, columns * factor, typeBytes, true);
        int share = random.nextInt(11);
        for (int r = 0; r < factor; r++) {
            for (int c = 0; c < columns * factor; c++) {
                double value = random.nextInt(10) < share ? specials[random.nextInt(7)] : random.nextDouble() * 100;
                source.set(r, c, bits(value, typeBytes));
            }
        }
        Reducer reducer = Reducer.of(Reduction.MEAN, PixelType.FLOATING, typeBytes, OptionalLong.empty());
        Rule rule = block -> {
            double[] finite = block.stream()
                    .mapToDouble(bits ->
                            typeBytes == 4 ? Float.intBitsToFloat(bits.intValue()) : Double.longBitsToDouble(bits))
                    .filter(Double::isFinite)
                    .toArray();
            double sum = 0;
            for (double value : finite) {
                sum += value;
            }
            double mean = finite.length == 0 ? Double.NaN : sum / finite.length;
            return bits(mean, typeBytes);
        };
        check(reducer, source, factor, columns, rule, random);
    }

    private static long bits(double value, int typeBytes) {
        return typeBytes == 4 ? (long) Float.floatToIntBits((float) value) : Double.doubleToLongBits(value);
    }

    // --- the vectors of section 20

    private static long reduce(Reduction reduction, int typeBytes, OptionalLong nodata, long... block) {
        var source = new Raster(new byte[typeBytes][4], 0, 2, typeBytes, false);
        for (int i = 0; i < 4; i++) {
            source.set(i / 2, i % 2, block[i]);
        }
        byte[][] target = new byte[typeBytes][1];
        Reducer.of(reduction, PixelType.UNSIGNED, typeBytes, nodata).reduceRow(source.planes, 0, 2, 2, target, 0, 1);
        return new Raster(target, 0, 0, typeBytes, false).at(0, 0);
    }

    @Example
    void vectorsOfTheSpecificationHold() {
        OptionalLong zero = OptionalLong.of(0);
        assertThat(reduce(Reduction.MEAN, 2, zero, 0, 0, 0, 5)).isEqualTo(5);
        assertThat(reduce(Reduction.MEAN, 2, zero, 1, 2, 3, 4)).isEqualTo(2);
        assertThat(reduce(Reduction.MEAN, 2, zero, 1, 2, 2, 2)).isEqualTo(2);
        assertThat(reduce(Reduction.MEAN, 2, zero, 0, 0, 0, 0)).isZero();
        assertThat(reduce(Reduction.MEAN, 2, zero, 3, 4, 4, 4)).isEqualTo(4);
        assertThat(reduce(Reduction.MEAN, 2, zero, 1000, 0, 0, 1000)).isEqualTo(1000);
        assertThat(reduce(Reduction.BITWISE_OR, 1, OptionalLong.empty(), 1, 4, 0, 1))
                .isEqualTo(5);
        assertThat(reduce(Reduction.NEAREST, 1, OptionalLong.empty(), 8, 4, 4, 4))
                .isEqualTo(8);
        assertThat(reduce(Reduction.MAXIMUM, 1, OptionalLong.empty(), 8, 4, 200, 4))
                .isEqualTo(200);
    }

    /// Rule R51: moved by one, and away from the end of the type.
    @Example
    void validMeanIsNeverNodata() {
        assertThat(reduce(Reduction.MEAN, 2, OptionalLong.of(5), 4, 6, 5, 5)).isEqualTo(6);
        assertThat(reduce(Reduction.MEAN, 2, OptionalLong.of(5), 4, 4, 4, 7))
                .as("4.75")
                .isEqualTo(4);
        assertThat(reduce(Reduction.MEAN, 2, OptionalLong.of(5), 6, 6, 6, 3))
                .as("5.25")
                .isEqualTo(6);
        assertThat(reduce(Reduction.MEAN, 1, OptionalLong.of(255), 254, 255, 255, 255))
                .isEqualTo(254);
        assertThat(IntegerMean.valid(1020, 4, 255, 255)).as("at the maximum").isEqualTo(254);
        assertThat(IntegerMean.valid(-1, 2, 0, 127)).as("-0.5").isEqualTo(-1);
        assertThat(IntegerMean.valid(1, 2, 0, 127)).as("0.5").isEqualTo(1);
    }

    @Property(tries = 2000)
    void roundedMeanIsHalfToEven(@ForAll long seed) {
        var random = new Random(seed);
        long count = random.nextLong(1, 5000);
        long sum = random.nextLong(-(count << 33), count << 33);
        long expected = BigDecimal.valueOf(sum)
                .divide(BigDecimal.valueOf(count), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
        assertThat(IntegerMean.of(sum, count)).isEqualTo(expected);
    }

    @Example
    void typesWithoutARuleAreRefused() {
        OptionalLong none = OptionalLong.empty();
        assertThatThrownBy(() -> Reducer.of(Reduction.MAXIMUM, PixelType.UNSIGNED, 2, none))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reducer.of(Reduction.MAXIMUM, PixelType.SIGNED, 1, none))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reducer.of(Reduction.MEAN, PixelType.UNSIGNED, 8, none))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reducer.of(Reduction.MEAN, PixelType.FLOATING, 2, none))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Rule R29, for every digital number.
    @Example
    void everyNumberDecodesToItsFloat() {
        for (double[] packing : new double[][] {{0.0001, -0.1, 0}, {0.0001, 0, 0}, {0.001, 0, -1}, {2, 7, 65_535}}) {
            int numbers = 1 << 16;
            byte[][] source = new byte[2][numbers + 3];
            for (int i = 0; i < numbers; i++) {
                source[0][3 + i] = (byte) i;
                source[1][3 + i] = (byte) (i >> 8);
            }
            byte[][] target = new byte[4][numbers + 5];
            new FloatDecoding(packing[0], packing[1], (long) packing[2]).decode(source, 3, target, 5, numbers);
            var decoded = new Raster(target, 5, 0, 4, true);
            for (int i = 0; i < numbers; i++) {
                float expected = i == packing[2] ? Float.NaN : (float) (i * packing[0] + packing[1]);
                assertThat((int) decoded.at(0, i)).isEqualTo(Float.floatToIntBits(expected));
            }
        }
    }
}
