package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// A raster of a third of the resolution: the middle pixels of blocks of nine.
final class MiddlePainter implements Painter {

    private static final int STEP = 3;

    private final Painter finer;
    private final Planes line;

    /// @param finer of one byte per pixel
    /// @param width the most columns of [#paint]
    MiddlePainter(Painter finer, int width) {
        this.finer = finer;
        this.line = new Planes(finer.typeBytes(), STEP * width);
    }

    @Override
    public int typeBytes() {
        return finer.typeBytes();
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        line.reshape(1, STEP * width);
        for (int r = 0; r < rows; r++) {
            finer.paint(layer, STEP * (row + r) + STEP / 2, STEP * column, line, 0, 1);
            for (int plane = 0; plane < typeBytes(); plane++) {
                byte[] from = line.plane(plane);
                byte[] to = strip.plane(plane);
                for (int c = 0; c < width; c++) {
                    to[at + r * width + c] = from[STEP * c + STEP / 2];
                }
            }
        }
    }
}
