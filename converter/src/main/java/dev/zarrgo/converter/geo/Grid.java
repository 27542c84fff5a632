package dev.zarrgo.converter.geo;

/// A raster's place: the transform of its pixels and its size. Everything refers to outer pixel edges (rule
/// R17).
///
/// @param transform north up, without rotation
/// @param height rows, at least 1
/// @param width columns, at least 1
public record Grid(Affine transform, int height, int width) {

    /// How far coordinates may be from equal steps, in pixels.
    private static final double TOLERANCE = 1e-3;

    public Grid {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("no grid: %d x %d pixels".formatted(height, width));
        }
    }

    /// The grid whose pixel centres have these coordinates.
    ///
    /// @param x pixel centres from west to east
    /// @param y pixel centres from north to south
    /// @param pixelSize for an axis of one pixel
    /// @throws IllegalArgumentException if the steps are not equal or in another direction
    public static Grid ofCentres(double[] x, double[] y, double pixelSize) {
        double width = step(x, pixelSize);
        double height = -step(y, -pixelSize);
        if (!(width > 0) || !(height > 0)) {
            throw new IllegalArgumentException(
                    "x must grow and y must shrink, their steps are %s and %s".formatted(width, -height));
        }
        return new Grid(Affine.northUp(x[0] - width / 2, y[0] + height / 2, width, height), y.length, x.length);
    }

    private static double step(double[] centres, double otherwise) {
        if (centres.length == 0) {
            throw new IllegalArgumentException("an axis without pixels");
        }
        if (!Double.isFinite(centres[0])) {
            throw new IllegalArgumentException("coordinate 0 is " + centres[0]);
        }
        if (centres.length == 1) {
            return otherwise;
        }
        double step = centres[1] - centres[0];
        for (int i = 0; i < centres.length; i++) {
            double expected = centres[0] + i * step;
            if (!(Math.abs(centres[i] - expected) <= TOLERANCE * Math.abs(step))) {
                throw new IllegalArgumentException(
                        "coordinate %d is %s, %s would be regular".formatted(i, centres[i], expected));
            }
        }
        return step;
    }

    /// The box around the outer edges.
    public BoundingBox bbox() {
        double x = transform.c() + transform.a() * width;
        double y = transform.f() + transform.e() * height;
        return new BoundingBox(
                Math.min(transform.c(), x),
                Math.min(transform.f(), y),
                Math.max(transform.c(), x),
                Math.max(transform.f(), y));
    }

    /// The grid of blocks of `factor` x `factor` pixels; a remainder at the far ends is dropped (rule R49).
    ///
    /// @throws IllegalArgumentException if no block fits
    public Grid reduced(int factor) {
        return new Grid(transform.scaled(factor), height / factor, width / factor);
    }

    /// Pixel centres from west to east.
    public double[] x() {
        double[] centres = new double[width];
        for (int i = 0; i < width; i++) {
            centres[i] = transform.c() + transform.a() * (i + 0.5);
        }
        return centres;
    }

    /// Pixel centres from north to south.
    public double[] y() {
        double[] centres = new double[height];
        for (int i = 0; i < height; i++) {
            centres[i] = transform.f() + transform.e() * (i + 0.5);
        }
        return centres;
    }
}
