package dev.zarrgo.converter.sample;

/// Smooth noise in the plane, about one hill per unit square, between about -0.7 and 0.7.
///
/// Source: K. Perlin, "Improving noise", SIGGRAPH 2002.
final class GradientNoise {

    private static final int DIRECTIONS = 32;
    private static final float[] COSINES = new float[DIRECTIONS];
    private static final float[] SINES = new float[DIRECTIONS];

    static {
        for (int i = 0; i < DIRECTIONS; i++) {
            // StrictMath: the same bits on every machine.
            COSINES[i] = (float) StrictMath.cos(2 * StrictMath.PI * (i + 0.5) / DIRECTIONS);
            SINES[i] = (float) StrictMath.sin(2 * StrictMath.PI * (i + 0.5) / DIRECTIONS);
        }
    }

    private GradientNoise() {}

    static float at(int seed, float x, float y) {
        int column = floor(x);
        int row = floor(y);
        float fx = x - column;
        float fy = y - row;
        float sx = fade(fx);
        float sy = fade(fy);
        float top = dot(seed, column, row, fx, fy);
        top += sx * (dot(seed, column + 1, row, fx - 1, fy) - top);
        float bottom = dot(seed, column, row + 1, fx, fy - 1);
        bottom += sx * (dot(seed, column + 1, row + 1, fx - 1, fy - 1) - bottom);
        return top + sy * (bottom - top);
    }

    private static int floor(float value) {
        int truncated = (int) value;
        return value < truncated ? truncated - 1 : truncated;
    }

    private static float fade(float t) {
        return t * t * t * (t * (t * 6 - 15) + 10);
    }

    private static float dot(int seed, int column, int row, float dx, float dy) {
        int h = seed ^ column * 0x27D4EB2D ^ row * 0x165667B1;
        h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >>> 12)) * 0x297A2D39;
        int direction = h >>> 27;
        return COSINES[direction] * dx + SINES[direction] * dy;
    }
}
