package dev.zarrgo.converter.sample;

/// One row of a landscape as a sensor of some resolution sees it: pixels of 20 m are taken as they are,
/// those of 60 m from the middle of their nine, those of 10 m from in between.
///
/// One thread at a time.
final class Scanline {

    /// What [#light] of flat, even ground is.
    static final float FULL_LIGHT = 16f * Landscape.FULL_LIGHT;

    /// What [#veil] of an opaque cloud is; below a cirrus it may be more.
    static final float OPAQUE = 16f * 2 * Landscape.OPAQUE;

    private final Landscape landscape;
    private final Resolution resolution;
    private final int cirrusWeight;
    private int[] light = {};
    private int[] veil = {};
    private byte[] cover = {};
    private int[] ground = {};
    private int[] sky = {};

    /// @param cirrusWeight how much a band sees of cirrus, in halves
    Scanline(Landscape landscape, Resolution resolution, int cirrusWeight) {
        this.landscape = landscape;
        this.resolution = resolution;
        this.cirrusWeight = cirrusWeight;
    }

    int[] light() {
        return light;
    }

    int[] veil() {
        return veil;
    }

    /// As in the landscape, flags included.
    byte[] cover() {
        return cover;
    }

    /// Reads `count` pixels of a row.
    void read(int row, int column, int count) {
        if (light.length < count) {
            light = new int[count];
            veil = new int[count];
            cover = new byte[count];
            ground = new int[count / 2 + 4];
            sky = new int[count / 2 + 4];
        }
        int size = landscape.size();
        switch (resolution) {
            case R10M -> between(row, column, count);
            case R20M -> sample(row * size + column, 1, count);
            case R60M -> sample((3 * row + 1) * size + 3 * column + 1, 3, count);
        }
    }

    private void sample(int from, int step, int count) {
        for (int i = 0, at = from; i < count; i++, at += step) {
            cover[i] = landscape.cover()[at];
            light[i] = 16 * landscape.light()[at];
            veil[i] = 16 * veilAt(at);
        }
    }

    private int veilAt(int at) {
        return 2 * (landscape.cloud()[at] & 0xFF) + cirrusWeight * (landscape.cirrus()[at] & 0xFF);
    }

    /// Bilinear; the centre of a 10 m pixel is a quarter of a 20 m pixel away from that of its parent.
    private void between(int row, int column, int count) {
        int size = landscape.size();
        int parent = row >> 1;
        int beside = Math.clamp(parent - 1 + 2 * (row & 1), 0, size - 1);
        int first = column >> 1;
        int parents = ((column + count - 1) >> 1) + 1 - first;
        // A parent more on either side; the outermost parents of the landscape stand for those beyond it.
        int from = Math.max(first - 1, 0);
        int to = Math.min(first + parents + 1, size);
        int at = from - first + 1;
        mix(parent * size + from, beside * size + from, at, to - from);
        if (at == 1) {
            ground[0] = ground[1];
            sky[0] = sky[1];
        }
        if (to < first + parents + 1) {
            ground[parents + 1] = ground[parents];
            sky[parents + 1] = sky[parents];
        }
        int skip = column & 1;
        for (int i = 0; i < parents; i++) {
            int left = 2 * i - skip;
            byte what = landscape.cover()[parent * size + first + i];
            if (left >= 0) {
                light[left] = 3 * ground[i + 1] + ground[i];
                veil[left] = 3 * sky[i + 1] + sky[i];
                cover[left] = what;
            }
            if (left + 1 < count) {
                light[left + 1] = 3 * ground[i + 1] + ground[i + 2];
                veil[left + 1] = 3 * sky[i + 1] + sky[i + 2];
                cover[left + 1] = what;
            }
        }
    }

    /// Three parts of one row and one part of another.
    private void mix(int near, int far, int at, int count) {
        short[] lights = landscape.light();
        byte[] clouds = landscape.cloud();
        byte[] wisps = landscape.cirrus();
        for (int i = 0; i < count; i++) {
            ground[at + i] = 3 * lights[near + i] + lights[far + i];
        }
        for (int i = 0; i < count; i++) {
            int low = 3 * (clouds[near + i] & 0xFF) + (clouds[far + i] & 0xFF);
            int high = 3 * (wisps[near + i] & 0xFF) + (wisps[far + i] & 0xFF);
            sky[at + i] = 2 * low + cirrusWeight * high;
        }
    }
}
