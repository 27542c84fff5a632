package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import java.util.Arrays;

/// The quality mask of a band, with every flag somewhere.
final class QualityPainter implements Painter {

    private static final int ANCILLARY_LOST = 1;
    private static final int ANCILLARY_DEGRADED = 2;
    private static final int LOST = 4;
    private static final int DEGRADED = 8;
    private static final int DEFECTIVE = 16;
    private static final int NO_DATA = 32;
    private static final int PARTLY_CORRECTED = 64;
    private static final int SATURATED = 128;

    private static final int ROWS_BELOW_LOST_LINE = 2;

    private final Defects defects;
    private final Resolution resolution;
    private final Patch ancillaryDegraded;
    private final Patch ancillaryLost;
    private final Patch partlyCorrected;

    QualityPainter(Defects defects, Band band, Resolution resolution) {
        this.defects = defects;
        this.resolution = resolution;
        int size = defects.size() / resolution.factor();
        this.ancillaryDegraded = band(size, 0.300, 0.305);
        this.ancillaryLost = band(size, 0.304, 0.306);
        Patch upright = band(size, 0.498 + 0.002 * band.number(), 0.502 + 0.002 * band.number());
        this.partlyCorrected = new Patch(0, size, upright.row(), upright.rows());
    }

    /// At least one whole row.
    private static Patch band(int size, double from, double to) {
        int first = (int) (from * size);
        return new Patch(first, Math.max((int) (to * size) - first, 1), 0, size);
    }

    @Override
    public int typeBytes() {
        return 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        byte[] target = strip.plane(0);
        int width = strip.width();
        Arrays.fill(target, at, at + rows * width, (byte) 0);
        var window = new PatchWindow(resolution.factor(), row, rows, column, width);
        for (Patch line : defects.lostLines()) {
            Patch lost = line.coarser(resolution.factor());
            var below = new Patch(lost.endRow(), ROWS_BELOW_LOST_LINE, lost.column(), lost.columns());
            window.each(below, at, (from, to) -> PatchWindow.set(target, from, to, DEGRADED));
        }
        window.set(defects.lostLines(), target, at, LOST | NO_DATA);
        window.set(defects.holes(), target, at, DEFECTIVE | NO_DATA);
        window.set(defects.saturated(), target, at, SATURATED);
        window.each(ancillaryDegraded, at, (from, to) -> PatchWindow.set(target, from, to, ANCILLARY_DEGRADED));
        window.each(ancillaryLost, at, (from, to) -> PatchWindow.set(target, from, to, ANCILLARY_LOST));
        window.each(partlyCorrected, at, (from, to) -> PatchWindow.set(target, from, to, PARTLY_CORRECTED));
        window.eachOutside(defects, at, (from, to) -> PatchWindow.set(target, from, to, NO_DATA));
    }
}
