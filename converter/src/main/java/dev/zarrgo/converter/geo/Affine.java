package dev.zarrgo.converter.geo;

import java.util.List;

/// From pixel corners to coordinates: x = a col + b row + c, y = d col + e row + f; index (0, 0) is the
/// outer corner of the first pixel (rule R18).
public record Affine(double a, double b, double c, double d, double e, double f) {

    public Affine {
        if (a * e - b * d == 0) {
            throw new IllegalArgumentException(
                    "the transform %s maps all pixels to a line".formatted(List.of(a, b, c, d, e, f)));
        }
    }

    /// A grid whose first row is the northernmost and whose first column the westernmost.
    public static Affine northUp(double west, double north, double pixelWidth, double pixelHeight) {
        return new Affine(pixelWidth, 0, west, 0, -pixelHeight, north);
    }

    /// `[a, b, c, d, e, f]`.
    public List<Double> coefficients() {
        return List.of(a, b, c, d, e, f);
    }

    /// A copy for pixels that are `factor` times as large; the outer corner stays.
    public Affine scaled(int factor) {
        return new Affine(a * factor, b * factor, c, d * factor, e * factor, f);
    }
}
