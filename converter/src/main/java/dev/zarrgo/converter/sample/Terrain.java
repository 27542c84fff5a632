package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.sample.Field.Effort;

/// The fields that decide what lies where; all have mean 0 and deviation 1.
///
/// @param relief heights
/// @param slope how far the ground leans towards the sun
/// @param moisture where trees grow
/// @param town where people live
/// @param river near 0 along rivers
/// @param texture small differences
record Terrain(Field relief, Field slope, Field moisture, Field town, Field river, Field texture) {

    static Terrain make(int reliefCells, int smoothCells, long seed, Effort effort) {
        Field relief = relief(reliefCells, seed, effort);
        return new Terrain(
                relief,
                relief.towardsSun(effort).normalized(),
                fractal("moisture", 5, 0.72f, smoothCells, seed, effort),
                fractal("town", 9, 0.80f, smoothCells, seed, effort),
                fractal("river", 1.6f, 0.42f, smoothCells, seed, effort),
                fractal("texture", smoothCells / 12f, 0.95f, reliefCells, seed, effort));
    }

    /// Plains with hills, and mountains where a coarse pattern wants them.
    private static Field relief(int cells, long seed, Effort effort) {
        var hills = new Fractal(Hash.of(seed, "hills"), 3, 0.52f, octaves(3, cells));
        var ridges = new Fractal(Hash.of(seed, "ridges"), 6, 0.56f, octaves(6, cells));
        var region = new Fractal(Hash.of(seed, "region"), 1.3f, 0.4f, 3);
        return Field.of(
                        cells,
                        (x, y) -> {
                            float mountains = Math.clamp(0.30f + 1.9f * region.at(x, y), 0f, 1f);
                            float height = 0.35f * hills.at(x, y) + 0.9f * region.at(x, y);
                            if (mountains > 0) {
                                height += mountains * mountains * (1.1f * ridges.ridgedAt(x, y) - 0.6f);
                            }
                            return height;
                        },
                        effort)
                .normalized();
    }

    static Field fractal(String name, float frequency, float persistence, int cells, long seed, Effort effort) {
        var fractal = new Fractal(Hash.of(seed, name), frequency, persistence, octaves(frequency, cells));
        return Field.of(cells, fractal::at, effort).normalized();
    }

    /// As many as the cells can show.
    private static int octaves(float frequency, int cells) {
        int octaves = 1;
        while (frequency * (1 << octaves) < cells / 2f) {
            octaves++;
        }
        return octaves;
    }
}
