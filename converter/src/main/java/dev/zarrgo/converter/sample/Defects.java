package dev.zarrgo.converter.sample;

import java.util.ArrayList;
import java.util.List;

/// What the sensor did not see, or not well.
///
/// @param size pixels of 10 m per axis
/// @param holes single pixels without data
/// @param lostLines short pieces of lines without data
/// @param saturated pixels brighter than the sensor can tell
record Defects(int size, List<Patch> holes, List<Patch> lostLines, List<Patch> saturated) {

    private static final int PIXELS_PER_HOLE = 24;
    private static final int MIN_HOLES = 12;
    private static final int LOST_LINES = 4;

    /// Where the swath begins in the first row, as a part of the width; it slants from there to
    /// [#LAST_EDGE].
    private static final double FIRST_EDGE = 0.17;

    private static final double LAST_EDGE = 0.05;

    Defects {
        holes = List.copyOf(holes);
        lostLines = List.copyOf(lostLines);
        saturated = List.copyOf(saturated);
    }

    /// @param size pixels of 10 m per axis
    static Defects of(int size, long seed, List<Patch> saturated) {
        return new Defects(size, holes(size, seed), lostLines(size, seed), saturated);
    }

    /// Single pixels and pairs, so that blocks of any reduction are partly valid.
    private static List<Patch> holes(int size, long seed) {
        var holes = new ArrayList<Patch>();
        int count = Math.max(size / PIXELS_PER_HOLE, MIN_HOLES);
        long base = Hash.of(seed, "holes");
        int from = (int) (size * FIRST_EDGE) + 2;
        for (int i = 0; i < count; i++) {
            int row = Hash.below(Hash.of(base, 4L * i), size - 2);
            int column = from + Hash.below(Hash.of(base, 4L * i + 1), size - 2 - from);
            int rows = 1 + Hash.below(Hash.of(base, 4L * i + 2), 2);
            int columns = 1 + Hash.below(Hash.of(base, 4L * i + 3), 2);
            holes.add(new Patch(row, rows, column, columns));
        }
        return holes;
    }

    private static List<Patch> lostLines(int size, long seed) {
        var lines = new ArrayList<Patch>();
        long base = Hash.of(seed, "lost lines");
        for (int i = 0; i < LOST_LINES; i++) {
            int row = size / 4 + Hash.below(Hash.of(base, 2L * i), size - size / 4 - 2);
            int column = (int) (size * 0.5) + Hash.below(Hash.of(base, 2L * i + 1), Math.max(size / 10, 1));
            lines.add(new Patch(row, 1 + i % 2, column, Math.max(size / 33, 2)));
        }
        return lines;
    }

    /// The first column of `row` that the sensor saw.
    ///
    /// @param factor 10 m pixels per pixel
    int swathStart(int row, int factor) {
        double pixels = (double) size / factor;
        return (int) Math.ceil(pixels * FIRST_EDGE + (LAST_EDGE - FIRST_EDGE) * row);
    }
}
