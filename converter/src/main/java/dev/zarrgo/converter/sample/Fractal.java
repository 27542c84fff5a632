package dev.zarrgo.converter.sample;

/// Noise of many scales: octaves of [GradientNoise], each twice as fine and `persistence` times as strong
/// as the one before.
///
/// @param seed decides the pattern
/// @param frequency hills of the first octave per unit
/// @param persistence 0.5 is smooth hills, 1 is as rough at every scale
/// @param octaves at least 1
record Fractal(long seed, float frequency, float persistence, int octaves) {

    /// Every octave is turned by this angle, 36.87 degrees, which hides the lattices.
    private static final float COSINE = 0.8f;

    private static final float SINE = 0.6f;

    /// @param x from 0 to 1 across the landscape
    /// @param y from 0 to 1 down the landscape
    float at(float x, float y) {
        float sum = 0;
        float strength = 1;
        float u = x * frequency + shift(0);
        float v = y * frequency + shift(8);
        for (int i = 0; i < octaves; i++) {
            sum += strength * GradientNoise.at(octaveSeed(i), u, v);
            strength *= persistence;
            float turned = 2 * (COSINE * u - SINE * v);
            v = 2 * (SINE * u + COSINE * v);
            u = turned;
        }
        return sum;
    }

    /// The same with folded octaves: sharp ridges and round valleys.
    float ridgedAt(float x, float y) {
        float sum = 0;
        float strength = 1;
        float weight = 1;
        float u = x * frequency + shift(0);
        float v = y * frequency + shift(8);
        for (int i = 0; i < octaves; i++) {
            float ridge = 1 - 1.6f * Math.abs(GradientNoise.at(octaveSeed(i), u, v));
            ridge *= ridge * weight;
            sum += strength * ridge;
            weight = Math.clamp(ridge * 1.5f, 0, 1);
            strength *= persistence;
            float turned = 2 * (COSINE * u - SINE * v);
            v = 2 * (SINE * u + COSINE * v);
            u = turned;
        }
        return sum;
    }

    /// Keeps the origin, where all octaves are zero, away from the corner.
    private float shift(int bits) {
        return 0.37f + (seed >>> bits & 0xFF);
    }

    private int octaveSeed(int octave) {
        return (int) (seed >>> (octave & 31)) + octave * 0x9E3779B1;
    }
}
