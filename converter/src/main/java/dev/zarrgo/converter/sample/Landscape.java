package dev.zarrgo.converter.sample;

/// The ground and the sky above it, on the 20 m grid. Every raster of a product shows this.
///
/// Arrays have a number per pixel in row-major order and are not changed once made.
final class Landscape {

    /// The part of [#cover] that is the code of a [Cover].
    static final int COVER = 0x0F;

    /// Set in [#cover] where a cloud keeps the sun away.
    static final int SHADOW = 0x10;

    /// Set in [#cover] on slopes that face away from the sun.
    static final int DARK = 0x20;

    /// [#light] of flat, even ground.
    static final int FULL_LIGHT = 4096;

    /// [#cloud] and [#cirrus] that let no light through.
    static final int OPAQUE = 255;

    private final int size;
    private final byte[] cover;
    private final short[] light;
    private final byte[] cloud;
    private final byte[] cirrus;
    private final Field waterVapour;
    private final Field aerosol;
    private final Defects defects;

    Landscape(
            int size,
            byte[] cover,
            short[] light,
            byte[] cloud,
            byte[] cirrus,
            Field waterVapour,
            Field aerosol,
            Defects defects) {
        this.size = size;
        this.cover = cover;
        this.light = light;
        this.cloud = cloud;
        this.cirrus = cirrus;
        this.waterVapour = waterVapour;
        this.aerosol = aerosol;
        this.defects = defects;
    }

    /// Pixels of 20 m per axis.
    int size() {
        return size;
    }

    /// Code of the cover, with [#SHADOW] and [#DARK].
    byte[] cover() {
        return cover;
    }

    /// Brightness by slope, texture and shadow; [#FULL_LIGHT] is 1.
    short[] light() {
        return light;
    }

    /// Opacity of clouds; [#OPAQUE] is 1.
    byte[] cloud() {
        return cloud;
    }

    /// Opacity of thin, high clouds; [#OPAQUE] is 1.
    byte[] cirrus() {
        return cirrus;
    }

    /// Thousandths of a centimetre.
    Field waterVapour() {
        return waterVapour;
    }

    /// Thousandths of optical thickness.
    Field aerosol() {
        return aerosol;
    }

    Defects defects() {
        return defects;
    }
}
