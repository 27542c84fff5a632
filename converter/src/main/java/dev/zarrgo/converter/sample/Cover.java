package dev.zarrgo.converter.sample;

/// What lies on the ground. What it looks like is in [Spectra].
enum Cover {
    DEEP_WATER(0, 6),
    SHALLOW_WATER(1, 6),
    CONIFERS(2, 4),
    BROADLEAVES(3, 4),
    LUSH_CROP(4, 4),
    YOUNG_CROP(5, 4),
    DARK_SOIL(6, 5),
    BRIGHT_SOIL(7, 5),
    STUBBLE(8, 5),
    GRASS(9, 4),
    TOWN(10, 5),
    ROOFS(11, 5),
    ROCK(12, 5),
    SNOW(13, 11),
    GRAVEL(14, 5),
    MEADOW(15, 4);

    private final int code;
    private final int classCode;

    Cover(int code, int classCode) {
        this.code = code;
        this.classCode = classCode;
    }

    /// From 0 to 15.
    int code() {
        return code;
    }

    /// The code of the scene classification on clear ground.
    int classCode() {
        return classCode;
    }

    boolean isWater() {
        return this == DEEP_WATER || this == SHALLOW_WATER;
    }
}
