package dev.zarrgo.converter.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Repairs the rings of a GeoJSON polygon: closed, outer ring counter-clockwise; and finds their box.
///
/// Source: RFC 7946 section 3.1.6, rules I22, I24.
public final class Rings {

    private Rings() {}

    /// Repairs a Polygon or MultiPolygon in place; anything else stays.
    public static void repair(ObjectNode geometry) {
        JsonNode coordinates = geometry.path("coordinates");
        switch (geometry.path("type").asText()) {
            case "Polygon" -> repairPolygon(coordinates);
            case "MultiPolygon" -> coordinates.forEach(Rings::repairPolygon);
            default -> {}
        }
    }

    private static void repairPolygon(JsonNode rings) {
        for (int i = 0; i < rings.size(); i++) {
            if (rings.get(i) instanceof ArrayNode ring && ring.size() > 2) {
                close(ring);
                if ((area(ring) > 0) != (i == 0)) {
                    reverse(ring);
                }
            }
        }
    }

    private static void close(ArrayNode ring) {
        JsonNode first = ring.get(0);
        JsonNode last = ring.get(ring.size() - 1);
        if (x(first) != x(last) || y(first) != y(last)) {
            ring.add(first.deepCopy());
        }
    }

    /// Twice the signed area; positive if counter-clockwise.
    private static double area(ArrayNode ring) {
        double area = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            area += x(ring.get(i)) * y(ring.get(i + 1)) - x(ring.get(i + 1)) * y(ring.get(i));
        }
        return area;
    }

    private static void reverse(ArrayNode ring) {
        var points = new ArrayList<JsonNode>();
        ring.forEach(points::addFirst);
        ring.removeAll();
        ring.addAll(points);
    }

    /// The box around all positions; it crosses the antimeridian if they are more than half the Earth
    /// apart. Empty if there are none, or one is nowhere.
    public static Optional<BoundingBox> bbox(JsonNode geometry) {
        var positions = new ArrayList<JsonNode>();
        collect(geometry.path("coordinates"), positions);
        if (positions.isEmpty() || !positions.stream().allMatch(Rings::isFinite)) {
            return Optional.empty();
        }
        double south = positions.stream().mapToDouble(Rings::y).min().orElseThrow();
        double north = positions.stream().mapToDouble(Rings::y).max().orElseThrow();
        double west = positions.stream().mapToDouble(Rings::x).min().orElseThrow();
        double east = positions.stream().mapToDouble(Rings::x).max().orElseThrow();
        if (east - west > 180) {
            west = positions.stream()
                    .mapToDouble(Rings::x)
                    .filter(x -> x > 0)
                    .min()
                    .orElse(-180);
            east = positions.stream()
                    .mapToDouble(Rings::x)
                    .filter(x -> x <= 0)
                    .max()
                    .orElse(180);
        }
        return Optional.of(new BoundingBox(west, south, east, north));
    }

    private static void collect(JsonNode coordinates, List<JsonNode> positions) {
        if (coordinates.path(0).isNumber()) {
            positions.add(coordinates);
        } else {
            coordinates.forEach(item -> collect(item, positions));
        }
    }

    private static boolean isFinite(JsonNode position) {
        return Double.isFinite(x(position)) && Double.isFinite(y(position));
    }

    private static double x(JsonNode position) {
        return position.path(0).asDouble();
    }

    private static double y(JsonNode position) {
        return position.path(1).asDouble();
    }
}
