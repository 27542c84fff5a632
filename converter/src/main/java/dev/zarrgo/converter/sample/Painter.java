package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;

/// Makes the pixels of one raster.
///
/// A pixel is a function of its place only, so that it does not matter in which pieces an array is painted.
/// One thread at a time.
interface Painter {

    /// Bytes of a pixel.
    int typeBytes();

    /// Fills `strip` with the pixels whose first one is at `row` and `column` of the raster.
    ///
    /// @param layer index along the first of three axes; 0 where there are two
    /// @param at where the pixels go in the planes of `strip`
    /// @param rows rows to fill
    void paint(int layer, int row, int column, Planes strip, int at, int rows);
}
