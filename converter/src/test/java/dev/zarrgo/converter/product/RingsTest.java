package dev.zarrgo.converter.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Footprints are closed, turn the right way, and have a box (rules I22, I24).
class RingsTest {

    private static final String RIGHT = "[[0,0],[4,0],[4,3],[0,3],[0,0]]";

    private static String repaired(String coordinates) {
        ObjectNode geometry = Trees.json("{'type': 'Polygon', 'coordinates': [%s]}".formatted(coordinates));
        Rings.repair(geometry);
        return geometry.path("coordinates").path(0).toString();
    }

    @Test
    void rightRingStays() {
        assertThat(repaired(RIGHT)).isEqualTo(RIGHT);
    }

    @Test
    void openRingIsClosed() {
        assertThat(repaired("[[0,0],[4,0],[4,3],[0,3]]")).isEqualTo(RIGHT);
    }

    @Test
    void outerRingTurnsCounterClockwiseAndHolesClockwise() {
        assertThat(repaired("[[0,0],[0,3],[4,3],[4,0],[0,0]]")).isEqualTo(RIGHT);
        ObjectNode holed =
                Trees.json("{'type': 'Polygon', 'coordinates': [%s, [[1,1],[2,1],[2,2],[1,1]]]}".formatted(RIGHT));
        Rings.repair(holed);
        assertThat(holed.path("coordinates").path(1).toString()).isEqualTo("[[1,1],[2,2],[2,1],[1,1]]");
    }

    @Test
    void everyPolygonOfManyIsRepaired() {
        ObjectNode many =
                Trees.json("{'type': 'MultiPolygon', 'coordinates': [[%s], [[[0,0],[0,3],[4,3]]]]}".formatted(RIGHT));
        Rings.repair(many);
        assertThat(many.path("coordinates").toString())
                .isEqualTo("[[%s],[[[0,0],[4,3],[0,3],[0,0]]]]".formatted(RIGHT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type': 'Point', 'coordinates': [1, 2]}",
                "{'type': 'Polygon'}",
                "{'type': 'Polygon', 'coordinates': []}",
                "{'type': 'Polygon', 'coordinates': [[]]}",
                "{'type': 'Polygon', 'coordinates': 'x'}",
                "{'type': 'Polygon', 'coordinates': [[[1, 2], [3, 4]]]}",
            })
    void whatIsNoPolygonStays(String text) {
        ObjectNode geometry = Trees.json(text);
        Rings.repair(geometry);
        assertThat(geometry).isEqualTo(Trees.json(text));
    }

    @Test
    void boxHoldsAllPositions() {
        assertThat(Rings.bbox(Trees.json("{'coordinates': [%s]}".formatted(RIGHT))))
                .contains(new BoundingBox(0, 0, 4, 3));
        assertThat(Rings.bbox(Trees.json("{'coordinates': []}"))).isEmpty();
        assertThat(Rings.bbox(Trees.json("{}"))).isEmpty();
    }

    @Test
    void boxMayCrossTheAntimeridian() {
        assertThat(Rings.bbox(Trees.json("{'coordinates': [[[179,-1],[-179,-1],[-179,1],[179,1],[179,-1]]]}")))
                .contains(new BoundingBox(179, -1, -179, 1));
    }
}
