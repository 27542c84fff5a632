package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.geo.Position;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where a store has measurements: the convex hull of its valid pixels, in longitude and latitude.
///
/// A hull is exact for the swath of a push-broom sensor, and never smaller than what is there. It is cut at
/// the antimeridian as RFC 7946 section 3.1.9 asks for.
///
/// Source: rules P32, L21.
///
/// @param geometry Polygon or MultiPolygon, counter-clockwise
/// @param bbox its west is larger than its east where it crosses the antimeridian
record Footprint(ObjectNode geometry, BoundingBox bbox) {

    private static final int POINTS_PER_SIDE = 21;

    private record Point(double x, double y) {}

    /// @return empty if no pixel is valid
    static Optional<Footprint> of(Pixels pixels, Grid grid, Crs crs) {
        List<Point> hull = hull(corners(pixels, grid));
        return hull.size() < 3 ? Optional.empty() : Optional.of(of(hull, grid, crs));
    }

    /// The outer corners of the first and the last valid pixel of each row.
    private static List<Point> corners(Pixels pixels, Grid grid) {
        var corners = new ArrayList<Point>();
        for (int row = 0; row < pixels.height(); row++) {
            int first = 0;
            while (first < pixels.width() && !pixels.isValid(row, first)) {
                first++;
            }
            int last = pixels.width() - 1;
            while (last > first && !pixels.isValid(row, last)) {
                last--;
            }
            if (first < pixels.width()) {
                for (int edge = row; edge <= row + 1; edge++) {
                    corners.add(corner(grid, edge, first));
                    corners.add(corner(grid, edge, last + 1));
                }
            }
        }
        return corners;
    }

    private static Point corner(Grid grid, int row, int column) {
        return new Point(
                grid.transform().c() + grid.transform().a() * column,
                grid.transform().f() + grid.transform().e() * row);
    }

    /// Andrew's monotone chain; counter-clockwise, not closed.
    private static List<Point> hull(List<Point> points) {
        List<Point> sorted = points.stream()
                .distinct()
                .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
                .toList();
        var hull = new ArrayList<Point>(half(sorted));
        hull.addAll(half(sorted.reversed()));
        return hull;
    }

    private static List<Point> half(List<Point> points) {
        var chain = new ArrayList<Point>();
        for (Point point : points) {
            while (chain.size() > 1 && turn(chain.get(chain.size() - 2), chain.getLast(), point) <= 0) {
                chain.removeLast();
            }
            chain.add(point);
        }
        if (!chain.isEmpty()) {
            chain.removeLast(); // the other half starts with it
        }
        return chain;
    }

    private static double turn(Point a, Point b, Point c) {
        return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
    }

    private static Footprint of(List<Point> hull, Grid grid, Crs crs) {
        List<Point> outline = unwrapped(densified(hull, grid), crs);
        double west = outline.stream().mapToDouble(Point::x).min().orElseThrow();
        double east = outline.stream().mapToDouble(Point::x).max().orElseThrow();
        double south = outline.stream().mapToDouble(Point::y).min().orElseThrow();
        double north = outline.stream().mapToDouble(Point::y).max().orElseThrow();
        ObjectNode geometry = Json.object();
        if (west >= -180 && east <= 180) {
            geometry.put("type", "Polygon").putArray("coordinates").add(ring(outline, 0));
            return new Footprint(geometry, new BoundingBox(west, south, east, north));
        }
        double meridian = west < -180 ? -180 : 180;
        ArrayNode polygons = geometry.put("type", "MultiPolygon").putArray("coordinates");
        polygons.addArray().add(ring(cut(outline, meridian, true), west < -180 ? 360 : 0));
        polygons.addArray().add(ring(cut(outline, meridian, false), west < -180 ? 0 : -360));
        return new Footprint(
                geometry,
                new BoundingBox(west < -180 ? west + 360 : west, south, east > 180 ? east - 360 : east, north));
    }

    /// Points between those of the hull, so that straight sides stay on the map where they are.
    private static List<Point> densified(List<Point> hull, Grid grid) {
        double step = Math.max(
                        grid.bbox().xmax() - grid.bbox().xmin(),
                        grid.bbox().ymax() - grid.bbox().ymin())
                / (POINTS_PER_SIDE - 1);
        var points = new ArrayList<Point>();
        for (int i = 0; i < hull.size(); i++) {
            Point from = hull.get(i);
            Point to = hull.get((i + 1) % hull.size());
            int parts = Math.max(1, (int) Math.ceil(Math.hypot(to.x() - from.x(), to.y() - from.y()) / step));
            for (int part = 0; part < parts; part++) {
                double t = part / (double) parts;
                points.add(new Point(from.x() + t * (to.x() - from.x()), from.y() + t * (to.y() - from.y())));
            }
        }
        return points;
    }

    /// In longitude and latitude; longitudes do not jump at the antimeridian, and so may leave ±180.
    private static List<Point> unwrapped(List<Point> points, Crs crs) {
        double reference =
                crs.toLonLat(points.getFirst().x(), points.getFirst().y()).longitude();
        var unwrapped = new ArrayList<Point>();
        for (Point point : points) {
            Position position = crs.toLonLat(point.x(), point.y());
            double longitude = reference + Math.IEEEremainder(position.longitude() - reference, 360);
            unwrapped.add(new Point(longitude, position.latitude()));
        }
        return unwrapped;
    }

    /// The part of a polygon on one side of a meridian, by Sutherland and Hodgman.
    private static List<Point> cut(List<Point> polygon, double meridian, boolean western) {
        var part = new ArrayList<Point>();
        for (int i = 0; i < polygon.size(); i++) {
            Point from = polygon.get(i);
            Point to = polygon.get((i + 1) % polygon.size());
            boolean fromInside = western ? from.x() <= meridian : from.x() >= meridian;
            boolean toInside = western ? to.x() <= meridian : to.x() >= meridian;
            if (fromInside) {
                part.add(from);
            }
            if (fromInside != toInside) {
                double t = (meridian - from.x()) / (to.x() - from.x());
                part.add(new Point(meridian, from.y() + t * (to.y() - from.y())));
            }
        }
        return part;
    }

    private static ArrayNode ring(List<Point> points, double shift) {
        ArrayNode ring = Json.array();
        for (Point point : points) {
            ring.add(Json.numbers(List.of(point.x() + shift, point.y())));
        }
        ring.add(ring.get(0).deepCopy());
        return ring;
    }
}
