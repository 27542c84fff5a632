package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.sample.Field.Effort;
import java.util.ArrayList;
import java.util.List;

/// Makes the [Landscape] of a seed: relief first, then what grows on it, then clouds.
///
/// Everything is fractal noise with thresholds at quantiles, so that each cover has its share of the ground
/// whatever the seed and the size.
final class LandscapeMaker {

    private static final int ROWS_PER_STRIP = 32;

    /// 20 m pixels per cell of the relief, and of everything smoother.
    private static final int RELIEF_CELL = 4;

    private static final int SMOOTH_CELL = 5;
    private static final int MIN_CELLS = 36;

    private static final int MAX_SATURATED = 200;
    private static final float SATURATED_CLOUD = 0.97f;

    private final int size;
    private final long seed;
    private final Effort effort;
    private final byte[] cover;
    private final short[] light;
    private final byte[] cloud;
    private final byte[] cirrus;

    private LandscapeMaker(int size, long seed, Effort effort) {
        this.size = size;
        this.seed = seed;
        this.effort = effort;
        this.cover = new byte[size * size];
        this.light = new short[size * size];
        this.cloud = new byte[size * size];
        this.cirrus = new byte[size * size];
    }

    /// @param size pixels of 20 m per axis
    static Landscape make(int size, long seed, Effort effort) {
        return new LandscapeMaker(size, seed, effort).make();
    }

    private Landscape make() {
        Terrain terrain = Terrain.make(Math.max(size / RELIEF_CELL, MIN_CELLS), smoothCells(), seed, effort);
        Sky sky = Sky.make(smoothCells(), seed, effort);
        var ground = new Ground(terrain, size, seed);
        Sky.Overlay clouds = sky.over(size);
        int strips = Math.ceilDiv(size, ROWS_PER_STRIP);
        Strips.run(strips, effort.threads(), effort.cancellation(), strip -> {
            int first = strip * ROWS_PER_STRIP;
            int rows = Math.min(ROWS_PER_STRIP, size - first);
            ground.paint(first, rows, cover, light);
            clouds.paint(first, rows, cover, light, cloud, cirrus);
        });
        // Dry air over mountains, moist air over woods.
        Field vapour = terrain.moisture().scaled(350, 1800).plus(terrain.relief(), -120);
        return new Landscape(
                size, cover, light, cloud, cirrus, vapour, sky.aerosol(), Defects.of(2 * size, seed, saturated()));
    }

    private int smoothCells() {
        return Math.max(size / SMOOTH_CELL, MIN_CELLS);
    }

    /// Some of the brightest clouds, spread evenly.
    private List<Patch> saturated() {
        int opaque = Math.round(SATURATED_CLOUD * Landscape.OPAQUE);
        int candidates = 0;
        for (byte opacity : cloud) {
            candidates += (opacity & 0xFF) >= opaque ? 1 : 0;
        }
        int step = Math.max(1, candidates / MAX_SATURATED);
        var patches = new ArrayList<Patch>();
        int count = 0;
        for (int i = 0; i < cloud.length && patches.size() < MAX_SATURATED; i++) {
            if ((cloud[i] & 0xFF) >= opaque && count++ % step == 0) {
                patches.add(new Patch(i / size * 2, 2, i % size * 2, 2));
            }
        }
        return patches;
    }
}
