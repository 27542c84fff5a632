package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.sample.Field.Effort;

/// Clouds, their shadows, and haze.
///
/// @param clouds thick, low clouds above a quantile
/// @param cirrus thin, high clouds above a quantile
/// @param aerosol thousandths of optical thickness
record Sky(Field clouds, Field cirrus, Field aerosol) {

    private static final double CLOUD_FREE = 0.90;
    private static final double CLOUD_CORE = 0.965;
    private static final double CIRRUS_FREE = 0.95;
    private static final float MAX_CIRRUS = 0.5f;

    /// Clouds this thin throw no shadow, and hide none.
    private static final float SHADOWING = 0.15f;

    private static final float HIDING = 0.10f;
    private static final float SHADOW_LIGHT = 0.45f;

    static Sky make(int cells, long seed, Effort effort) {
        var wisps = new Fractal(Hash.of(seed, "cirrus"), 2.5f, 0.70f, 7);
        return new Sky(
                Terrain.fractal("clouds", 6, 0.62f, cells, seed, effort),
                Field.of(cells, (x, y) -> wisps.at(0.45f * (x + y), 1.6f * (y - x)), effort)
                        .normalized(),
                Terrain.fractal("aerosol", 2, 0.62f, cells, seed, effort).scaled(25, 130));
    }

    /// @param size pixels of 20 m per axis
    Overlay over(int size) {
        return new Overlay(size);
    }

    /// Adds clouds to a landscape, and takes light away in their shadows.
    final class Overlay {
        private final int size;
        private final int away;
        private final float low = clouds.quantile(CLOUD_FREE);
        private final float core = clouds.quantile(CLOUD_CORE);
        private final float wispy = cirrus.quantile(CIRRUS_FREE);
        private final float densest = cirrus.quantile(1);

        private Overlay(int size) {
            this.size = size;
            this.away = Math.max(size / 70, 3);
        }

        /// Adds them to some rows.
        void paint(int firstRow, int rows, byte[] cover, short[] light, byte[] cloud, byte[] thin) {
            var above = clouds.new Rows(size);
            var sunward = clouds.new Rows(size, away, away / 3);
            var high = cirrus.new Rows(size);
            float[] here = new float[size];
            float[] there = new float[size];
            float[] wisps = new float[size];
            for (int row = firstRow; row < firstRow + rows; row++) {
                above.read(row, 0, size, here);
                sunward.read(row, 0, size, there);
                high.read(row, 0, size, wisps);
                for (int column = 0; column < size; column++) {
                    int at = row * size + column;
                    float opacity = opacity((here[column] - low) / (core - low));
                    cloud[at] = (byte) Math.round(opacity * Landscape.OPAQUE);
                    float thinness = MAX_CIRRUS * Math.clamp((wisps[column] - wispy) / (densest - wispy), 0f, 1f);
                    thin[at] = (byte) Math.round(thinness * Landscape.OPAQUE);
                    if (opacity < HIDING && opacity((there[column] - low) / (core - low)) > SHADOWING) {
                        cover[at] |= Landscape.SHADOW;
                        light[at] = (short) (light[at] * SHADOW_LIGHT);
                    }
                }
            }
        }
    }

    private static float opacity(float thickness) {
        float t = Math.clamp(thickness, 0f, 1f);
        return t * t * (3 - 2 * t);
    }
}
