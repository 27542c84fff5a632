package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// The scene classification at 20 m, with all twelve classes.
final class SceneClassPainter implements Painter {

    private static final int SATURATED = 1;
    private static final int DARK = 2;
    private static final int CLOUD_SHADOW = 3;
    private static final int UNCLASSIFIED = 7;
    private static final int CLOUD = 8;
    private static final int DENSE_CLOUD = 9;
    private static final int CIRRUS = 10;

    private static final int UNSURE_OPACITY = Landscape.OPAQUE / 10;
    private static final int CLOUD_OPACITY = Landscape.OPAQUE / 4;
    private static final int DENSE_OPACITY = Landscape.OPAQUE * 3 / 5;
    static final int CIRRUS_OPACITY = Landscape.OPAQUE / 20;

    private final Landscape landscape;
    private final byte[] classByCover = new byte[Landscape.COVER + 1];

    SceneClassPainter(Landscape landscape) {
        this.landscape = landscape;
        for (Cover cover : Cover.values()) {
            classByCover[cover.code()] = (byte) cover.classCode();
        }
    }

    @Override
    public int typeBytes() {
        return 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        byte[] target = strip.plane(0);
        for (int r = 0; r < rows; r++) {
            int start = (row + r) * landscape.size() + column;
            for (int c = 0; c < width; c++) {
                target[at + r * width + c] = classAt(start + c);
            }
        }
        var window = new PatchWindow(Resolution.R20M.factor(), row, rows, column, width);
        window.fill(landscape.defects().saturated(), strip, at, SATURATED);
        window.fillMissing(landscape.defects(), strip, at, 0);
    }

    private byte classAt(int at) {
        int cloud = landscape.cloud()[at] & 0xFF;
        if (cloud > UNSURE_OPACITY) {
            return (byte) (cloud > DENSE_OPACITY ? DENSE_CLOUD : cloud > CLOUD_OPACITY ? CLOUD : UNCLASSIFIED);
        }
        if ((landscape.cirrus()[at] & 0xFF) > CIRRUS_OPACITY) {
            return CIRRUS;
        }
        int cover = landscape.cover()[at];
        if ((cover & Landscape.SHADOW) != 0) {
            return CLOUD_SHADOW;
        }
        return (cover & Landscape.DARK) != 0 ? DARK : classByCover[cover & Landscape.COVER];
    }
}
