package dev.zarrgo.converter.sample;

import org.jspecify.annotations.Nullable;

/// Decides what covers the ground and how bright it is, pixel by pixel.
final class Ground {

    private static final float PIXELS_PER_DISTRICT = 170;

    /// 20 m pixels by which moisture and rivers bend the borders of districts.
    private static final float BEND = 45;

    /// How steep slopes look.
    private static final float CONTRAST = 0.20f;

    private static final float SHADE_LIGHT = 0.75f;

    private static final float RIVER = 0.012f;
    private static final float RIVER_BANK = 0.022f;

    private final Terrain terrain;
    private final int size;
    private final long seed;
    private final long grainSeed;
    private final float bottom;
    private final float deepLake;
    private final float lake;
    private final float plain;
    private final float forest;
    private final float bare;
    private final float rocks;
    private final float snow;
    private final float woods;
    private final float towns;
    private final float darkest;

    /// @param size pixels of 20 m per axis
    Ground(Terrain terrain, int size, long seed) {
        this.terrain = terrain;
        this.size = size;
        this.seed = seed;
        this.grainSeed = Hash.of(seed, "ground");
        this.bottom = terrain.relief().quantile(0.01);
        this.deepLake = terrain.relief().quantile(0.045);
        this.lake = terrain.relief().quantile(0.065);
        this.plain = terrain.relief().quantile(0.62);
        this.forest = terrain.relief().quantile(0.84);
        this.bare = terrain.relief().quantile(0.91);
        this.rocks = terrain.relief().quantile(0.94);
        this.snow = terrain.relief().quantile(0.965);
        this.woods = terrain.moisture().quantile(0.74);
        this.towns = terrain.town().quantile(0.965);
        this.darkest = terrain.slope().quantile(0.03);
    }

    /// Paints rows of a landscape.
    void paint(int firstRow, int rows, byte[] cover, short[] light) {
        var lines = new Lines();
        for (int row = firstRow; row < firstRow + rows; row++) {
            lines.read(row);
            for (int column = 0; column < size; column++) {
                lines.paint(row, column, row * size + column, cover, light);
            }
        }
    }

    /// One row of the terrain after the other.
    private final class Lines {
        private final Parcels parcels = new Parcels(seed, PIXELS_PER_DISTRICT);
        private final Field.Rows reliefRows = terrain.relief().new Rows(size);
        private final Field.Rows slopeRows = terrain.slope().new Rows(size);
        private final Field.Rows moistureRows = terrain.moisture().new Rows(size);
        private final Field.Rows townRows = terrain.town().new Rows(size);
        private final Field.Rows riverRows = terrain.river().new Rows(size);
        private final Field.Rows textureRows = terrain.texture().new Rows(size);
        private final float[] relief = new float[size];
        private final float[] slope = new float[size];
        private final float[] moisture = new float[size];
        private final float[] town = new float[size];
        private final float[] river = new float[size];
        private final float[] texture = new float[size];

        void read(int row) {
            reliefRows.read(row, 0, size, relief);
            slopeRows.read(row, 0, size, slope);
            moistureRows.read(row, 0, size, moisture);
            townRows.read(row, 0, size, town);
            riverRows.read(row, 0, size, river);
            textureRows.read(row, 0, size, texture);
        }

        void paint(int row, int column, int at, byte[] cover, short[] light) {
            Cover what = wild(column);
            float brightness;
            int dark = 0;
            if (what != null && what.isWater()) {
                brightness = depth(relief[column]);
            } else {
                brightness = Math.clamp(1 + CONTRAST * slope[column], 0.35f, 1.8f);
                brightness *= 1 + 0.05f * texture[column];
                if (slope[column] < darkest) {
                    dark = Landscape.DARK;
                    brightness *= SHADE_LIGHT;
                }
            }
            if (what == null) {
                float bendX = BEND * river[column];
                float bendY = BEND * moisture[column];
                long parcel = parcels.at(row, column, bendX, bendY);
                what = crop(parcel);
                brightness *= 0.82f + 0.025f * (parcel >>> 20 & 0xF);
            } else if (isGrainy(what)) {
                long grain = Hash.of(grainSeed, (long) row * size + column);
                what = what == Cover.TOWN ? built(grain) : what;
                brightness *= 0.85f + 0.3f * (float) Hash.fraction(grain);
            }
            cover[at] = (byte) (what.code() | dark);
            light[at] = (short) Math.clamp((long) (brightness * Landscape.FULL_LIGHT + 0.5f), 1, Short.MAX_VALUE);
        }

        /// Lakes grow darker towards their middle, where they reflect nothing.
        private float depth(float height) {
            if (height < deepLake) {
                return Math.max(1.5f - 1.6f * (deepLake - height) / (deepLake - bottom), 0.02f);
            }
            return Math.clamp(0.45f + 0.65f * (height - deepLake) / (lake - deepLake), 0.45f, 1.1f);
        }

        /// The cover where there are no fields; null where there are.
        private @Nullable Cover wild(int column) {
            float rough = 0.06f * texture[column];
            float height = relief[column] + rough;
            float wet = moisture[column] + 4 * rough;
            if (relief[column] < lake) {
                return relief[column] < deepLake ? Cover.DEEP_WATER : Cover.SHALLOW_WATER;
            }
            if (height > bare) {
                return high(height, wet);
            }
            if (height > forest) {
                return wet > -0.3f ? Cover.CONIFERS : Cover.MEADOW;
            }
            float stream = Math.abs(river[column]);
            if (stream < RIVER_BANK) {
                return stream < RIVER + 0.1f * rough ? Cover.SHALLOW_WATER : Cover.GRAVEL;
            }
            if (height > plain) {
                return hilly(wet);
            }
            if (town[column] + 4 * rough > towns) {
                return Cover.TOWN;
            }
            return wet > woods ? Cover.BROADLEAVES : null;
        }

        private Cover high(float height, float wet) {
            if (height > snow) {
                return Cover.SNOW;
            }
            return height > rocks || wet < 0 ? Cover.ROCK : Cover.MEADOW;
        }

        private static Cover hilly(float wet) {
            if (wet > 0.6f) {
                return Cover.CONIFERS;
            }
            return wet > -0.5f ? Cover.BROADLEAVES : Cover.GRASS;
        }
    }

    /// Where neighbouring pixels differ.
    private static boolean isGrainy(Cover what) {
        return what == Cover.TOWN || what == Cover.GRAVEL || what == Cover.CONIFERS || what == Cover.BROADLEAVES;
    }

    private static Cover built(long grain) {
        return switch ((int) (grain & 7)) {
            case 0 -> Cover.ROOFS;
            case 1 -> Cover.GRASS;
            case 2 -> Cover.BROADLEAVES;
            default -> Cover.TOWN;
        };
    }

    private static Cover crop(long parcel) {
        return switch ((int) (parcel >>> 60)) {
            case 0, 1, 2, 3 -> Cover.LUSH_CROP;
            case 4, 5, 6 -> Cover.YOUNG_CROP;
            case 7, 8 -> Cover.DARK_SOIL;
            case 9, 10 -> Cover.BRIGHT_SOIL;
            case 11, 12 -> Cover.STUBBLE;
            case 13 -> Cover.BROADLEAVES;
            default -> Cover.GRASS;
        };
    }
}
