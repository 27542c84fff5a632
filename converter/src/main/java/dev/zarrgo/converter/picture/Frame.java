package dev.zarrgo.converter.picture;

/// The part of a raster that a picture shows, and how many of its pixels become one of the picture's.
///
/// @param row first row
/// @param column first column
/// @param height rows, at least 1
/// @param width columns, at least 1
/// @param block pixels per axis that become one, at least 1
record Frame(int row, int column, int height, int width, int block) {

    Frame {
        if (row < 0 || column < 0 || height < 1 || width < 1 || block < 1) {
            throw new IllegalArgumentException(
                    "no frame: %d x %d at %d, %d by %d".formatted(height, width, row, column, block));
        }
    }

    /// All of a raster in a picture of about `side` pixels on the longer axis: from two thirds of it to
    /// half as many again, and less only if the raster has no more.
    static Frame whole(int height, int width, int side) {
        long block = Math.round((double) Math.max(height, width) / side);
        return new Frame(0, 0, height, width, (int) Math.max(1, block));
    }

    /// The middle of a raster as it is, at most `side` pixels per axis.
    static Frame middle(int height, int width, int side) {
        int rows = Math.min(height, side);
        int columns = Math.min(width, side);
        return new Frame((height - rows) / 2, (width - columns) / 2, rows, columns, 1);
    }

    int pictureHeight() {
        return Math.ceilDiv(height, block);
    }

    int pictureWidth() {
        return Math.ceilDiv(width, block);
    }
}
