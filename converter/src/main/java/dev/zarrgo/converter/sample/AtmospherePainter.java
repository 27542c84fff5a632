package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// Water vapour, or the optical thickness of aerosol, in thousandths; 0 where there is no data.
final class AtmospherePainter implements Painter {

    private final Defects defects;
    private final Resolution resolution;
    private final Field.Rows amounts;
    private final SensorNoise noise;
    private final float deviation;
    private float[] line = {};

    /// @param amount over the landscape
    /// @param deviation of the noise
    AtmospherePainter(Defects defects, long seed, String path, Field amount, Resolution resolution, float deviation) {
        this.defects = defects;
        this.resolution = resolution;
        this.amounts = amount.new Rows(defects.size() / resolution.factor());
        this.noise = new SensorNoise(seed, path);
        this.deviation = deviation;
    }

    @Override
    public int typeBytes() {
        return 2;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        if (line.length < width) {
            line = new float[width];
        }
        byte[] low = strip.plane(0);
        byte[] high = strip.plane(1);
        int offset = SensorNoise.offset(column);
        for (int r = 0; r < rows; r++) {
            amounts.read(row + r, column, width, line);
            float[] random = noise.row(row + r, column, width);
            for (int c = 0; c < width; c++) {
                int amount = Math.clamp((int) (line[c] + deviation * random[offset + c] + 0.5f), 1, 0xFFFF);
                low[at + r * width + c] = (byte) amount;
                high[at + r * width + c] = (byte) (amount >>> 8);
            }
        }
        new PatchWindow(resolution.factor(), row, rows, column, width).fillMissing(defects, strip, at, 0);
    }
}
