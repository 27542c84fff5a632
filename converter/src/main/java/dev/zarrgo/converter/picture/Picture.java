package dev.zarrgo.converter.picture;

/// A rectangle of colours, row 0 at the top.
public final class Picture {

    /// The colour of pixels without a measurement.
    public static final int TRANSPARENT = 0;

    private final int width;
    private final int height;
    private final int[] colours;

    /// @param colours `0xAARRGGBB` in row order, not premultiplied; the picture takes them over
    Picture(int width, int height, int[] colours) {
        if (width < 1 || height < 1 || Math.multiplyExact(width, height) != colours.length) {
            throw new IllegalArgumentException("%d x %d of %d colours".formatted(width, height, colours.length));
        }
        this.width = width;
        this.height = height;
        this.colours = colours;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /// `0xAARRGGBB`.
    public int colour(int row, int column) {
        return colours[row * width + column];
    }

    /// The picture as a PNG file.
    public byte[] png() {
        return Png.encode(this);
    }
}
