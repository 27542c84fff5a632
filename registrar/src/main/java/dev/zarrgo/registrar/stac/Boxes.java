package dev.zarrgo.registrar.stac;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.BoundingBox;
import java.util.Optional;

/// Reads the member `bbox` of GeoJSON: four numbers, or six with heights.
final class Boxes {

    private Boxes() {}

    static Optional<BoundingBox> read(JsonNode box) {
        int size = box.size();
        if (size != 4 && size != 6) {
            return Optional.empty();
        }
        for (JsonNode number : box) {
            if (!number.isNumber()) {
                return Optional.empty();
            }
        }
        int half = size / 2;
        try {
            return Optional.of(new BoundingBox(
                    box.get(0).asDouble(),
                    box.get(1).asDouble(),
                    box.get(half).asDouble(),
                    box.get(half + 1).asDouble()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
