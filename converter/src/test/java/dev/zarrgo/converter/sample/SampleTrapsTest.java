package dev.zarrgo.converter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.task.Cancellation;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Samples must hold every case that a converter has to keep apart. Rasters are painted here in one piece,
/// without a store.
class SampleTrapsTest {

    private static final int SIZE = 1098;
    private static final SampleRequest REQUEST = new SampleRequest(Kind.S2L2A, 2, SIZE, SampleRequest.DEFAULT_SEED);
    private static final Painters PAINTERS = painters(REQUEST);

    private static Painters painters(SampleRequest request) {
        var effort = new Field.Effort(2, new Cancellation());
        return new Painters(request, LandscapeMaker.make(request.size() / 2, request.seed(), effort), new Detectors(6));
    }

    private static int[] painted(Painters painters, String path, Resolution resolution) {
        int size = painters.request().size() / resolution.factor();
        Painter painter = painters.painter(path);
        var strip = new Planes(painter.typeBytes(), size * size).reshape(size, size);
        painter.paint(0, 0, 0, strip, 0, size);
        int[] pixels = new int[size * size];
        for (int plane = 0; plane < painter.typeBytes(); plane++) {
            byte[] bytes = strip.plane(plane);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] |= (bytes[i] & 0xFF) << (8 * plane);
            }
        }
        return pixels;
    }

    private static int[] band(String name, Resolution resolution) {
        return painted(PAINTERS, "measurements/reflectance/%s/%s".formatted(resolution.groupName(), name), resolution);
    }

    /// Rule I9: 0 is nodata, left of a slanted edge.
    @ParameterizedTest
    @EnumSource
    void theSwathBeginsAtASlantedEdge(Resolution resolution) {
        int[] pixels = band("b02", resolution);
        int size = SIZE / resolution.factor();
        int first = outside(pixels, 0, size);
        int last = outside(pixels, size - 1, size);
        assertThat(first).isBetween(size * 15 / 100, size * 19 / 100);
        assertThat(last).isBetween(size * 3 / 100, size * 7 / 100);
        for (int row = 1; row < size; row++) {
            assertThat(outside(pixels, row, size)).isLessThanOrEqualTo(outside(pixels, row - 1, size) + 3);
        }
    }

    private static int outside(int[] pixels, int row, int size) {
        int column = 0;
        while (pixels[row * size + column] == 0) {
            column++;
        }
        return column;
    }

    @Test
    void pixelsAreMissingOneByOneAndInLines() {
        int[] pixels = band("b03", Resolution.R10M);
        int single = 0;
        int longest = 0;
        for (int row = 1; row + 1 < SIZE; row++) {
            int run = 0;
            for (int column = outside(pixels, row, SIZE) + 3; column + 1 < SIZE; column++) {
                int at = row * SIZE + column;
                run = pixels[at] == 0 ? run + 1 : 0;
                longest = Math.max(longest, run);
                boolean alone =
                        pixels[at - 1] != 0 && pixels[at + 1] != 0 && pixels[at - SIZE] != 0 && pixels[at + SIZE] != 0;
                single += pixels[at] == 0 && alone ? 1 : 0;
            }
        }
        assertThat(single).isGreaterThan(3);
        assertThat(longest).isGreaterThanOrEqualTo(SIZE / 33);
    }

    /// Rule I17: 1000 is reflectance 0, which is valid, and so is what lies below.
    @ParameterizedTest
    @ValueSource(strings = {"b01", "b02", "b03", "b04", "b05", "b06", "b07", "b8a", "b11", "b12"})
    void waterReflectsNothing(String band) {
        int[] pixels = band(band, Resolution.R20M);
        int[] classes = painted(PAINTERS, "conditions/mask/l2a_classification/r20m/scl", Resolution.R20M);
        int zeros = 0;
        int negative = 0;
        for (int i = 0; i < pixels.length; i++) {
            zeros += pixels[i] == 1000 && classes[i] == 6 ? 1 : 0;
            negative += pixels[i] > 0 && pixels[i] < 1000 && classes[i] == 6 ? 1 : 0;
        }
        assertThat(zeros).isPositive();
        assertThat(negative).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void brightCloudsAreSaturated(Kind kind) {
        var request = new SampleRequest(kind, 2, SIZE, REQUEST.seed());
        var others = new Painters(request, PAINTERS.landscape(), PAINTERS.detectors());
        int highest = kind == Kind.S2L2A ? 28_000 : 65_535;
        for (Resolution resolution : Resolution.values()) {
            String path = "measurements/reflectance/%s/b02".formatted(resolution.groupName());
            assertThat(painted(others, path, resolution)).contains(highest);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, -1, 20_251_008, Long.MAX_VALUE})
    void everyClassAndFlagIsThereInTheSmallestSample(long seed) {
        Painters small = painters(new SampleRequest(Kind.S2L2A, 2, SampleRequest.MIN_SIZE, seed));
        var classes = new BitSet();
        for (int code : painted(small, "conditions/mask/l2a_classification/r20m/scl", Resolution.R20M)) {
            classes.set(code);
        }
        assertThat(classes.cardinality()).isEqualTo(12);
        assertThat(classes.length()).isEqualTo(12);
        for (Resolution resolution : Resolution.values()) {
            int flags = 0;
            for (int quality : painted(small, "quality/mask/%s/b02".formatted(resolution.groupName()), resolution)) {
                flags |= quality;
            }
            assertThat(flags).isEqualTo(0xFF);
        }
        int clouds = 0;
        for (int flag : painted(small, "conditions/mask/l1c_classification/r60m/b00", Resolution.R60M)) {
            clouds |= flag;
        }
        assertThat(clouds).isEqualTo(7);
    }

    @Test
    void severalDetectorsSawTheImage() {
        int[] pixels = painted(PAINTERS, "conditions/mask/detector_footprint/r10m/b08", Resolution.R10M);
        int[] band = band("b08", Resolution.R10M);
        var seen = new BitSet();
        for (int detector : pixels) {
            seen.set(detector);
        }
        assertThat(seen.stream()).containsExactly(0, 5, 6, 7, 8, 9, 10);
        for (int row = 0; row < SIZE; row++) {
            assertThat(outside(pixels, row, SIZE)).isEqualTo(outside(band, row, SIZE));
        }
    }

    /// The classification says "no data" where the bands of its resolution have none.
    @Test
    void classesAndBandsAgreeOnNodata() {
        int[] classes = painted(PAINTERS, "conditions/mask/l2a_classification/r20m/scl", Resolution.R20M);
        int[] pixels = band("b11", Resolution.R20M);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(pixels[i] == 0).isEqualTo(classes[i] == 0);
        }
    }

    /// Whatever part of a raster is painted, its pixels are the same.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "measurements/reflectance/r10m/b04",
                "measurements/reflectance/r20m/b8a",
                "measurements/reflectance/r60m/b09",
                "quality/l2a_quicklook/r10m/tci",
                "quality/mask/r10m/b03",
                "quality/atmosphere/r10m/wvp",
                "quality/atmosphere/r20m/aot",
                "quality/probability/r20m/cld",
                "conditions/mask/l2a_classification/r60m/scl",
                "conditions/mask/detector_footprint/r20m/b05"
            })
    void pixelsDoNotDependOnTheirNeighbours(String path) {
        Resolution resolution = List.of(Resolution.values()).stream()
                .filter(each -> path.contains(each.groupName()))
                .findFirst()
                .orElseThrow();
        int size = SIZE / resolution.factor();
        int[] whole = painted(PAINTERS, path, resolution);
        Painter painter = PAINTERS.painter(path);
        var strip = new Planes(painter.typeBytes(), 40 * 61);
        for (int column : new int[] {0, 1, 2, 3, 51, size - 61}) {
            for (int row : new int[] {0, 1, size / 2, size - 37}) {
                strip.reshape(37, 61);
                painter.paint(0, row, column, strip, 0, 37);
                for (int i = 0; i < 37 * 61; i++) {
                    int expected = whole[(row + i / 61) * size + column + i % 61];
                    for (int plane = 0; plane < painter.typeBytes(); plane++) {
                        assertThat(strip.plane(plane)[i]).isEqualTo((byte) (expected >>> (8 * plane)));
                    }
                }
            }
        }
    }
}
