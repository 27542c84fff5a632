package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at the geometry of an item: whether it is one, and what lies in it.
///
/// Source: RFC 7946 section 3.1.6; rule P32.
final class Geometries {

    private Geometries() {}

    /// What is wrong with a geometry.
    ///
    /// @return empty if it is a valid Polygon or MultiPolygon
    static Optional<String> problem(JsonNode geometry) {
        List<List<double[]>> rings = rings(geometry);
        if (rings.isEmpty()) {
            return Optional.of("it is no Polygon or MultiPolygon");
        }
        for (List<double[]> ring : rings) {
            Optional<String> problem = ringProblem(ring);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ringProblem(List<double[]> ring) {
        if (ring.size() < 4) {
            return Optional.of("a ring has %d positions".formatted(ring.size()));
        }
        double west = Double.POSITIVE_INFINITY;
        double east = Double.NEGATIVE_INFINITY;
        for (double[] position : ring) {
            if (!(Math.abs(position[0]) <= 180) || !(Math.abs(position[1]) <= 90)) {
                return Optional.of("%s %s is no position on Earth".formatted(position[0], position[1]));
            }
            west = Math.min(west, position[0]);
            east = Math.max(east, position[0]);
        }
        double[] first = ring.getFirst();
        double[] last = ring.getLast();
        if (first[0] != last[0] || first[1] != last[1]) {
            return Optional.of("a ring is not closed");
        }
        if (east - west > 180) {
            return Optional.of("it crosses the antimeridian uncut");
        }
        return crossesItself(ring) ? Optional.of("a ring crosses itself") : Optional.empty();
    }

    private static boolean crossesItself(List<double[]> ring) {
        int sides = ring.size() - 1;
        for (int i = 0; i < sides; i++) {
            for (int j = i + 2; j < sides; j++) {
                boolean neighbours = i == 0 && j == sides - 1;
                if (!neighbours && cross(ring.get(i), ring.get(i + 1), ring.get(j), ring.get(j + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean cross(double[] a, double[] b, double[] c, double[] d) {
        return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    }

    private static double side(double[] a, double[] b, double[] c) {
        return Math.signum((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    }

    /// Whether a position lies in a geometry; by the rule of crossings, which knows holes.
    static boolean contains(JsonNode geometry, double longitude, double latitude) {
        boolean inside = false;
        for (List<double[]> ring : rings(geometry)) {
            for (int i = 0; i + 1 < ring.size(); i++) {
                double[] a = ring.get(i);
                double[] b = ring.get(i + 1);
                boolean spans = (a[1] > latitude) != (b[1] > latitude);
                if (spans && longitude < a[0] + (latitude - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }

    /// The box around a geometry; of one in two parts at the antimeridian, the box that crosses it.
    static Optional<BoundingBox> bbox(JsonNode geometry) {
        List<double[]> positions =
                rings(geometry).stream().flatMap(List::stream).toList();
        if (positions.isEmpty()) {
            return Optional.empty();
        }
        boolean split = geometry.path("type").asText().equals("MultiPolygon")
                && positions.stream().anyMatch(position -> position[0] == 180)
                && positions.stream().anyMatch(position -> position[0] == -180);
        double west = positions.stream()
                .mapToDouble(position -> position[0])
                .filter(x -> !split || x > 0)
                .min()
                .orElseThrow();
        double east = positions.stream()
                .mapToDouble(position -> position[0])
                .filter(x -> !split || x <= 0)
                .max()
                .orElseThrow();
        double south =
                positions.stream().mapToDouble(position -> position[1]).min().orElseThrow();
        double north =
                positions.stream().mapToDouble(position -> position[1]).max().orElseThrow();
        return Optional.of(new BoundingBox(west, south, east, north));
    }

    private static List<List<double[]>> rings(JsonNode geometry) {
        var rings = new ArrayList<List<double[]>>();
        JsonNode coordinates = geometry.path("coordinates");
        switch (geometry.path("type").asText()) {
            case "Polygon" -> coordinates.forEach(ring -> rings.add(ring(ring)));
            case "MultiPolygon" -> coordinates.forEach(polygon -> polygon.forEach(ring -> rings.add(ring(ring))));
            default -> {}
        }
        return rings;
    }

    private static List<double[]> ring(JsonNode ring) {
        var positions = new ArrayList<double[]>();
        for (JsonNode position : ring) {
            positions.add(new double[] {
                position.path(0).asDouble(Double.NaN), position.path(1).asDouble(Double.NaN)
            });
        }
        return positions;
    }
}
