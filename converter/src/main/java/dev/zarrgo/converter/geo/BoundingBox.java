package dev.zarrgo.converter.geo;

import java.util.List;

/// A box in the axes of a reference system, at pixel edges.
///
/// In longitude and latitude a box may cross the antimeridian; then `xmin` is larger than `xmax`.
public record BoundingBox(double xmin, double ymin, double xmax, double ymax) {

    /// Points per edge when a box is transformed (rule R60).
    private static final int POINTS_PER_EDGE = 21;

    public BoundingBox {
        if (!(Double.isFinite(xmin) && Double.isFinite(ymin) && Double.isFinite(xmax) && Double.isFinite(ymax))
                || ymin > ymax) {
            throw new IllegalArgumentException("no box: %s %s %s %s".formatted(xmin, ymin, xmax, ymax));
        }
    }

    /// `[xmin, ymin, xmax, ymax]`.
    public List<Double> edges() {
        return List.of(xmin, ymin, xmax, ymax);
    }

    public boolean crossesAntimeridian() {
        return xmin > xmax;
    }

    /// The smallest box around both; the full circle of longitudes when one crosses the antimeridian (rule
    /// R60).
    public BoundingBox union(BoundingBox other) {
        double south = Math.min(ymin, other.ymin);
        double north = Math.max(ymax, other.ymax);
        if (crossesAntimeridian() || other.crossesAntimeridian()) {
            return new BoundingBox(-180, south, 180, north);
        }
        return new BoundingBox(Math.min(xmin, other.xmin), south, Math.max(xmax, other.xmax), north);
    }

    /// This box of `crs` in longitude and latitude: the box around its densified outline.
    public BoundingBox toLonLat(Crs crs) {
        if (crs.isGeographic()) {
            return this;
        }
        double centre = crs.toLonLat((xmin + xmax) / 2, (ymin + ymax) / 2).longitude();
        double west = Double.POSITIVE_INFINITY;
        double east = Double.NEGATIVE_INFINITY;
        double south = Double.POSITIVE_INFINITY;
        double north = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < POINTS_PER_EDGE; i++) {
            double t = i / (POINTS_PER_EDGE - 1.0);
            double x = xmin + t * (xmax - xmin);
            double y = ymin + t * (ymax - ymin);
            for (Position point : List.of(
                    crs.toLonLat(x, ymin), crs.toLonLat(x, ymax), crs.toLonLat(xmin, y), crs.toLonLat(xmax, y))) {
                // Longitudes relative to the centre do not jump at the antimeridian.
                double longitude = centre + Math.IEEEremainder(point.longitude() - centre, 360);
                west = Math.min(west, longitude);
                east = Math.max(east, longitude);
                south = Math.min(south, point.latitude());
                north = Math.max(north, point.latitude());
            }
        }
        return new BoundingBox(wrapped(west), south, wrapped(east), north);
    }

    private static double wrapped(double longitude) {
        return Math.abs(longitude) <= 180 ? longitude : Math.IEEEremainder(longitude, 360);
    }
}
