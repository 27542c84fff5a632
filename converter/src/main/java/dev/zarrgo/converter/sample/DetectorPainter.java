package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import java.util.Arrays;

/// Which detector saw a pixel: slanted stripes, 0 outside the swath.
final class DetectorPainter implements Painter {

    /// How far stripes lean to the left from the first row to the last, as a part of the width.
    private static final double SLANT = 0.12;

    /// How far the stripes of the next band are to the left.
    private static final double BAND_SHIFT = 0.004;

    private static final double STRIPES_WIDTH = 1.2;

    private final Defects defects;
    private final Band band;
    private final Resolution resolution;
    private final Detectors detectors;

    DetectorPainter(Defects defects, Band band, Resolution resolution, Detectors detectors) {
        this.defects = defects;
        this.band = band;
        this.resolution = resolution;
        this.detectors = detectors;
    }

    @Override
    public int typeBytes() {
        return 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        var window = new PatchWindow(resolution.factor(), row, rows, column, width);
        double size = (double) defects.size() / resolution.factor();
        for (int r = 0; r < rows; r++) {
            int start = at + r * width;
            int from = window.outside(defects, r);
            Arrays.fill(strip.plane(0), start, start + from, (byte) 0);
            double shift = SLANT * (row + r) / size + BAND_SHIFT * band.number();
            for (int stripe = 0; stripe < detectors.count(); stripe++) {
                double end = ((stripe + 1) * STRIPES_WIDTH / detectors.count() - shift) * size;
                boolean last = stripe + 1 == detectors.count();
                int to = last ? width : Math.clamp((long) Math.ceil(end) - column, from, width);
                Arrays.fill(strip.plane(0), start + from, start + to, (byte) detectors.number(stripe));
                from = to;
            }
        }
    }
}
