package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// Digital numbers of a band: reflectance times 10,000 plus 1,000, with the noise of the sensor; 0 where
/// there is no data (rule I17).
final class ReflectancePainter implements Painter {

    private static final float SCALE = 10_000;
    private static final float OFFSET = 1_000;
    private static final int MAX_NUMBER = 28_000;
    private static final int SATURATED_L1C = 65_535;

    /// How much noisier bright pixels are.
    private static final float NOISE_GAIN = 0.0002f;

    private final Landscape landscape;
    private final Resolution resolution;
    private final Scanline line;
    private final SensorNoise noise;
    private final int saturated;
    private final float deviation;
    private final float[] groundByCover = new float[Landscape.COVER + 1];
    private final float cloud;
    private final float through;
    private final float path;

    ReflectancePainter(Landscape landscape, long seed, SampleRequest.Kind kind, Band band, Resolution resolution) {
        this.landscape = landscape;
        this.resolution = resolution;
        this.line = new Scanline(landscape, resolution, band == Band.B10 ? 2 : 1);
        this.noise = new SensorNoise(seed, band.arrayName() + " " + resolution.groupName());
        this.deviation = switch (resolution) {
            case R10M -> 18;
            case R20M -> 15;
            case R60M -> 12;
        };
        for (int cover = 0; cover < groundByCover.length; cover++) {
            groundByCover[cover] = SCALE * Spectra.reflectance(cover, band);
        }
        this.cloud = SCALE * Spectra.cloud(band);
        boolean top = kind == SampleRequest.Kind.S2L1C;
        float haze = Math.max(0, (Band.B08.number() - band.number()) / 7f);
        this.through = top ? 0.92f : 1;
        this.path = top ? SCALE * 0.10f * haze * haze : 0;
        this.saturated = top ? SATURATED_L1C : MAX_NUMBER;
    }

    @Override
    public int typeBytes() {
        return 2;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        byte[] low = strip.plane(0);
        byte[] high = strip.plane(1);
        int width = strip.width();
        Defects defects = landscape.defects();
        var window = new PatchWindow(resolution.factor(), row, rows, column, width);
        for (int r = 0; r < rows; r++) {
            int dark = window.outside(defects, r);
            if (dark < width) {
                line.read(row + r, column + dark, width - dark);
                float[] random = noise.row(row + r, column + dark, width - dark);
                int start = at + r * width + dark;
                paint(random, SensorNoise.offset(column + dark), low, high, start, width - dark);
            }
        }
        window.fill(defects.saturated(), strip, at, saturated);
        window.fillMissing(defects, strip, at, 0);
    }

    private void paint(float[] random, int offset, byte[] low, byte[] high, int at, int count) {
        int[] light = line.light();
        int[] veil = line.veil();
        byte[] cover = line.cover();
        for (int i = 0; i < count; i++) {
            float value = groundByCover[cover[i] & Landscape.COVER] * (light[i] * (1 / Scanline.FULL_LIGHT));
            float hidden = veil[i] * (1 / Scanline.OPAQUE);
            value += (cloud - value) * (hidden < 1 ? hidden : 1);
            value = through * value + path + OFFSET;
            value += random[offset + i] * deviation * (1 + NOISE_GAIN * value);
            int number = Math.clamp((int) (value + 0.5f), 1, MAX_NUMBER);
            low[at + i] = (byte) number;
            high[at + i] = (byte) (number >>> 8);
        }
    }
}
