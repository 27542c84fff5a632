package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// A raster of twice the resolution without more detail: every pixel stands four times.
final class DoublingPainter implements Painter {

    private final Painter coarser;
    private final Planes line;

    /// @param width the most columns of [#paint]
    DoublingPainter(Painter coarser, int width) {
        this.coarser = coarser;
        this.line = new Planes(coarser.typeBytes(), width / 2 + 1);
    }

    @Override
    public int typeBytes() {
        return coarser.typeBytes();
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int width = strip.width();
        int first = column / 2;
        line.reshape(1, (column + width - 1) / 2 + 1 - first);
        int painted = -1;
        for (int r = 0; r < rows; r++) {
            if ((row + r) / 2 != painted) {
                painted = (row + r) / 2;
                coarser.paint(layer, painted, first, line, 0, 1);
            }
            for (int plane = 0; plane < typeBytes(); plane++) {
                byte[] from = line.plane(plane);
                byte[] to = strip.plane(plane);
                for (int c = 0; c < width; c++) {
                    to[at + r * width + c] = from[(column + c) / 2 - first];
                }
            }
        }
    }
}
