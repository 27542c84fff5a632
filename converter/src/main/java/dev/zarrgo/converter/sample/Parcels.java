package dev.zarrgo.converter.sample;

/// Divides the plane into fields: districts, each with its own direction, of rows of parcels of differing
/// length.
///
/// One thread at a time.
final class Parcels {

    private static final int DIRECTIONS = 64;

    private final long seed;
    private final float districtPixels;
    private int districtRow = Integer.MIN_VALUE;
    private int districtColumn;
    private long district;
    private float cosine;
    private float sine;
    private float width;

    /// @param districtPixels 20 m pixels per district and axis
    Parcels(long seed, float districtPixels) {
        this.seed = Hash.of(seed, "parcels");
        this.districtPixels = districtPixels;
    }

    /// A number that all pixels of a parcel share.
    ///
    /// @param bendX how far district borders are moved here, in 20 m pixels
    /// @param bendY the same downwards
    long at(int row, int column, float bendX, float bendY) {
        enter((int) Math.floor((row + bendY) / districtPixels), (int) Math.floor((column + bendX) / districtPixels));
        float along = cosine * column + sine * row;
        float across = cosine * row - sine * column;
        int strip = (int) Math.floor(across / width);
        long stripHash = Hash.of(district, strip);
        float length = 12 + (stripHash & 0x1F) * 0.7f;
        int cell = (int) Math.floor((along + (stripHash >>> 8 & 0x3F)) / length);
        return Hash.of(stripHash, cell);
    }

    private void enter(int row, int column) {
        if (row == districtRow && column == districtColumn) {
            return;
        }
        districtRow = row;
        districtColumn = column;
        district = Hash.of(Hash.of(seed, row), column);
        double angle = StrictMath.PI * (district & (DIRECTIONS - 1)) / DIRECTIONS;
        cosine = (float) StrictMath.cos(angle);
        sine = (float) StrictMath.sin(angle);
        width = 7 + (district >>> 16 & 0xF) * 0.6f;
    }
}
