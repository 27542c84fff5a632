package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// Percentages at 20 m: how likely a pixel is cloud, or snow.
///
/// CPM 2 has bytes that are 0 where there is no data, CPM 3 has floats that are NaN there.
final class ProbabilityPainter implements Painter {

    private static final float CERTAIN_SNOW = 97;
    private static final float DEVIATION = 2;

    private static final float[] PERCENT = percentages();

    private final Landscape landscape;
    private final boolean snow;
    private final boolean floats;
    private final SensorNoise noise;
    private byte[] numbers = {};

    /// @param what `cld` or `snw`
    /// @param cpm decides the type of a pixel
    ProbabilityPainter(Landscape landscape, long seed, String what, int cpm) {
        this.landscape = landscape;
        this.snow = what.equals("snw");
        this.floats = cpm == 3;
        this.noise = new SensorNoise(seed, what);
    }

    private static float[] percentages() {
        float[] table = new float[Landscape.OPAQUE + 1];
        for (int i = 0; i < table.length; i++) {
            table[i] = 100f * i / Landscape.OPAQUE;
        }
        return table;
    }

    @Override
    public int typeBytes() {
        return floats ? Float.BYTES : 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        if (floats) {
            if (numbers.length < rows * width) {
                numbers = new byte[rows * width];
            }
            paintBytes(row, column, width, rows, numbers, 0);
            for (int i = 0; i < rows * width; i++) {
                put(strip, at + i, Float.floatToIntBits(numbers[i]));
            }
        } else {
            paintBytes(row, column, width, rows, strip.plane(0), at);
        }
        int missing = floats ? Float.floatToIntBits(Float.NaN) : 0;
        new PatchWindow(Resolution.R20M.factor(), row, rows, column, width)
                .fillMissing(landscape.defects(), strip, at, missing);
    }

    private static void put(Planes strip, int at, int bits) {
        for (int plane = 0; plane < Float.BYTES; plane++) {
            strip.plane(plane)[at] = (byte) (bits >>> (8 * plane));
        }
    }

    private void paintBytes(int row, int column, int width, int rows, byte[] target, int at) {
        for (int r = 0; r < rows; r++) {
            int from = (row + r) * landscape.size() + column;
            float[] random = noise.row(row + r, column, width);
            int offset = SensorNoise.offset(column);
            for (int c = 0; c < width; c++) {
                float percent = likely(from + c) + DEVIATION * (random[offset + c] - 1);
                target[at + r * width + c] = (byte) Math.clamp((int) (percent + 0.5f), 0, 100);
            }
        }
    }

    private float likely(int at) {
        if (snow) {
            return (landscape.cover()[at] & Landscape.COVER) == Cover.SNOW.code() ? CERTAIN_SNOW : 0;
        }
        return PERCENT[landscape.cloud()[at] & 0xFF];
    }
}
