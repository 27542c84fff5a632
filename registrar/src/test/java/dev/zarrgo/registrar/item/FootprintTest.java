package dev.zarrgo.registrar.item;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.geo.Position;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.ZarrFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule P32: where the valid pixels are.
class FootprintTest {

    private static final int SIZE = 8;

    /// A raster of bytes in which 0 is no measurement.
    private static Pixels pixels(Path work, boolean... leftHalfOnly) {
        byte[] content = new byte[SIZE * SIZE];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (leftHalfOnly.length > 0 && i % SIZE >= SIZE / 2 ? 0 : 7);
        }
        Path root = ZarrFolder.v3().object("a/c/0/0", content).writeTo(work.resolve("s.zarr"));
        var array = new ArrayMetadata(
                3,
                DataType.UINT8,
                List.of(SIZE, SIZE),
                List.of(SIZE, SIZE),
                ChunkKeys.DEFAULT_SLASH,
                Json.numbers(List.of(0)).get(0),
                List.of(new Codec.Bytes(Codec.Endian.LITTLE)),
                List.of("y", "x"),
                Json.object().put("_FillValue", 0));
        try (Store store = Stores.open(Location.of(root))) {
            return Pixels.read(store, "a", array);
        }
    }

    private static Grid grid(double west, double north, double metres) {
        return new Grid(Affine.northUp(west, north, metres / SIZE, metres / SIZE), SIZE, SIZE);
    }

    @Test
    void isTheBoxOfAFullRaster(@TempDir Path work) {
        var crs = new Crs(32632);
        Footprint footprint = Footprint.of(pixels(work), grid(499_980, 5_000_040, 80_000), crs)
                .orElseThrow();
        JsonNode geometry = footprint.geometry();
        assertThat(geometry.path("type").asText()).isEqualTo("Polygon");
        assertThat(Geometries.problem(geometry)).isEmpty();
        assertThat(geometry.path("coordinates").path(0)).hasSize(81); // 20 per side, closed
        Position corner = crs.toLonLat(499_980, 5_000_040);
        assertThat(footprint.bbox().ymax()).isGreaterThanOrEqualTo(corner.latitude());
        assertThat(Geometries.bbox(geometry)).contains(footprint.bbox());
        Position centre = crs.toLonLat(540_000, 4_960_000);
        assertThat(Geometries.contains(geometry, centre.longitude(), centre.latitude()))
                .isTrue();
    }

    @Test
    void leavesOutWhatWasNotMeasured(@TempDir Path work) {
        var crs = new Crs(32632);
        Footprint footprint = Footprint.of(pixels(work, true), grid(500_000, 5_000_000, 80_000), crs)
                .orElseThrow();
        Position east = crs.toLonLat(570_000, 4_960_000);
        Position west = crs.toLonLat(520_000, 4_960_000);
        assertThat(Geometries.contains(footprint.geometry(), east.longitude(), east.latitude()))
                .isFalse();
        assertThat(Geometries.contains(footprint.geometry(), west.longitude(), west.latitude()))
                .isTrue();
    }

    @Test
    @DisplayName("L21: cut in two at the antimeridian")
    void isCutAtTheAntimeridian(@TempDir Path work) {
        var crs = new Crs(32601); // its western edge is at 180 degrees
        double atEquator = 166_021.44;
        Footprint footprint = Footprint.of(pixels(work), grid(atEquator - 40_000, 40_000, 80_000), crs)
                .orElseThrow();
        JsonNode geometry = footprint.geometry();
        assertThat(geometry.path("type").asText()).isEqualTo("MultiPolygon");
        assertThat(geometry.path("coordinates")).hasSize(2);
        assertThat(Geometries.problem(geometry)).isEmpty();
        assertThat(footprint.bbox().crossesAntimeridian()).isTrue();
        assertThat(Geometries.bbox(geometry)).contains(footprint.bbox());
        assertThat(Geometries.contains(geometry, 179.9, 0)).isTrue();
        assertThat(Geometries.contains(geometry, -179.9, 0)).isTrue();
        assertThat(Geometries.contains(geometry, 179, 0)).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAGeometry() {
        assertThat(problem("{'type': 'Point', 'coordinates': [0, 0]}")).contains("it is no Polygon or MultiPolygon");
        assertThat(problem("{'type': 'Polygon', 'coordinates': [[[0,0],[1,0],[1,1],[0,1]]]}"))
                .contains("a ring is not closed");
        assertThat(problem("{'type': 'Polygon', 'coordinates': [[[0,0],[1,1],[1,0],[0,1],[0,0]]]}"))
                .contains("a ring crosses itself");
        assertThat(problem("{'type': 'Polygon', 'coordinates': [[[-179,0],[179,0],[179,1],[-179,1],[-179,0]]]}"))
                .contains("it crosses the antimeridian uncut");
        assertThat(problem("{'type': 'Polygon', 'coordinates': [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}"))
                .isEmpty();
    }

    private static Optional<String> problem(String text) {
        try {
            return Geometries.problem(Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
