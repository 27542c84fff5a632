package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// The classification of the L1C processor at 20 m: opaque clouds, cirrus, snow.
final class CloudClassPainter implements Painter {

    private static final int OPAQUE = 1;
    private static final int CIRRUS = 2;
    private static final int SNOW = 4;

    private static final int OPAQUE_OPACITY = Landscape.OPAQUE * 3 / 10;

    private final Landscape landscape;

    CloudClassPainter(Landscape landscape) {
        this.landscape = landscape;
    }

    @Override
    public int typeBytes() {
        return 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        for (int r = 0; r < rows; r++) {
            int from = (row + r) * landscape.size() + column;
            for (int c = 0; c < width; c++) {
                strip.plane(0)[at + r * width + c] = (byte) flagsAt(from + c);
            }
        }
    }

    private int flagsAt(int at) {
        int flags = (landscape.cloud()[at] & 0xFF) > OPAQUE_OPACITY ? OPAQUE : 0;
        if ((landscape.cirrus()[at] & 0xFF) > SceneClassPainter.CIRRUS_OPACITY) {
            flags |= CIRRUS;
        }
        if ((landscape.cover()[at] & Landscape.COVER) == Cover.SNOW.code()) {
            flags |= SNOW;
        }
        return flags;
    }
}
