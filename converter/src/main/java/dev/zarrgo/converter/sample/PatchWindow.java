package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import java.util.Arrays;
import java.util.List;

/// The part of a raster that is being painted, as patches see it.
///
/// @param factor 10 m pixels per pixel
/// @param row first row of the part
/// @param rows rows of the part
/// @param column first column of the part
/// @param width columns of the part
record PatchWindow(int factor, int row, int rows, int column, int width) {

    /// A horizontal run of pixels in the planes of a strip.
    interface Run {
        void accept(int from, int to);
    }

    /// Calls `run` for every row of every patch that lies in the window.
    ///
    /// @param at where the window begins in the planes
    void each(List<Patch> patches, int at, Run run) {
        for (Patch patch : patches) {
            each(patch.coarser(factor), at, run);
        }
    }

    /// @param patch in pixels of this raster
    void each(Patch patch, int at, Run run) {
        int first = Math.max(patch.row() - row, 0);
        int end = Math.min(patch.endRow() - row, rows);
        int from = Math.max(patch.column() - column, 0);
        int to = Math.min(patch.endColumn() - column, width);
        if (from < to) {
            for (int r = first; r < end; r++) {
                run.accept(at + r * width + from, at + r * width + to);
            }
        }
    }

    /// Calls `run` for the part of every row that the sensor did not see.
    void eachOutside(Defects defects, int at, Run run) {
        for (int r = 0; r < rows; r++) {
            int start = at + r * width;
            run.accept(start, start + outside(defects, r));
        }
    }

    /// How many pixels at the beginning of a row the sensor did not see.
    ///
    /// @param r counted from the first row of the window
    int outside(Defects defects, int r) {
        return Math.clamp(defects.swathStart(row + r, factor) - column, 0, width);
    }

    /// Sets all pixels without data to `value`.
    void fillMissing(Defects defects, Planes strip, int at, int value) {
        fill(defects.holes(), strip, at, value);
        fill(defects.lostLines(), strip, at, value);
        for (int plane = 0; plane < strip.typeBytes(); plane++) {
            byte[] target = strip.plane(plane);
            byte part = (byte) (value >>> (8 * plane));
            eachOutside(defects, at, (from, to) -> Arrays.fill(target, from, to, part));
        }
    }

    /// Sets the pixels of all patches to `value`.
    void fill(List<Patch> patches, Planes strip, int at, int value) {
        for (int plane = 0; plane < strip.typeBytes(); plane++) {
            byte[] target = strip.plane(plane);
            byte part = (byte) (value >>> (8 * plane));
            each(patches, at, (from, to) -> Arrays.fill(target, from, to, part));
        }
    }

    /// Sets bits of the pixels of all patches.
    void set(List<Patch> patches, byte[] target, int at, int bits) {
        each(patches, at, (from, to) -> set(target, from, to, bits));
    }

    static void set(byte[] target, int from, int to, int bits) {
        for (int i = from; i < to; i++) {
            target[i] |= (byte) bits;
        }
    }
}
