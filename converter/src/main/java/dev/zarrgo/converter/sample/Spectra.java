package dev.zarrgo.converter.sample;

/// Surface reflectance by cover and band, invented after the usual shape of such spectra.
final class Spectra {

    private static final float[][] BY_COVER = {
        // b01, b02, b03, b04, b05, b06, b07, b08, b8a, b09, b10, b11, b12
        {.012f, .014f, .010f, .003f, .002f, .001f, .001f, .000f, .000f, .000f, .000f, .000f, .000f}, // deep water
        {.050f, .056f, .066f, .040f, .032f, .022f, .020f, .016f, .012f, .010f, .001f, .004f, .003f}, // shallow water
        {.018f, .020f, .030f, .020f, .050f, .130f, .165f, .175f, .190f, .190f, .002f, .085f, .040f}, // conifers
        {.022f, .026f, .046f, .028f, .080f, .210f, .270f, .285f, .300f, .300f, .002f, .145f, .068f}, // broadleaves
        {.030f, .034f, .074f, .036f, .110f, .330f, .430f, .460f, .475f, .460f, .002f, .200f, .100f}, // lush crop
        {.040f, .050f, .086f, .072f, .140f, .260f, .320f, .340f, .360f, .350f, .002f, .250f, .150f}, // young crop
        {.052f, .062f, .078f, .094f, .115f, .130f, .145f, .158f, .170f, .170f, .003f, .215f, .185f}, // dark soil
        {.080f, .098f, .132f, .172f, .205f, .225f, .245f, .262f, .280f, .280f, .003f, .350f, .295f}, // bright soil
        {.066f, .080f, .122f, .158f, .190f, .222f, .244f, .262f, .284f, .284f, .003f, .370f, .270f}, // stubble
        {.038f, .046f, .078f, .062f, .122f, .228f, .276f, .296f, .314f, .314f, .002f, .270f, .160f}, // grass
        {.088f, .098f, .112f, .122f, .136f, .150f, .160f, .172f, .182f, .182f, .003f, .200f, .180f}, // town
        {.190f, .210f, .225f, .235f, .245f, .255f, .262f, .270f, .275f, .275f, .004f, .280f, .265f}, // roofs
        {.100f, .115f, .140f, .160f, .175f, .185f, .195f, .205f, .215f, .215f, .004f, .245f, .220f}, // rock
        {.800f, .820f, .800f, .780f, .760f, .740f, .720f, .700f, .660f, .500f, .010f, .120f, .090f}, // snow
        {.130f, .150f, .180f, .205f, .220f, .232f, .242f, .252f, .262f, .262f, .004f, .290f, .255f}, // gravel
        {.046f, .056f, .086f, .086f, .132f, .196f, .228f, .246f, .262f, .262f, .002f, .270f, .180f}, // meadow
    };

    private static final float[] CLOUD = {.75f, .76f, .76f, .77f, .77f, .78f, .78f, .78f, .77f, .55f, .05f, .60f, .48f};

    private Spectra() {}

    /// @param cover code of a [Cover]
    static float reflectance(int cover, Band band) {
        return BY_COVER[cover][band.number()];
    }

    /// Of an opaque cloud.
    static float cloud(Band band) {
        return CLOUD[band.number()];
    }
}
