package dev.zarrgo.converter.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.picture.Thumbnail.Extent;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Pictures of tiny made rasters have the colours that their numbers stand for.
@DisplayName("thumbnails (output specification, section 14, row info)")
class GalleryTest {

    private static final String REFLECTANCE = "measurements/reflectance";
    private static final String R10M = REFLECTANCE + "/r10m";
    private static final int CHUNK = 40;

    private final MemoryStore store = new MemoryStore();
    private final TreeMap<String, Node> nodes = new TreeMap<>();

    GalleryTest() {
        group("");
    }

    private void group(String path) {
        nodes.put(path, new GroupMetadata(Json.object()));
    }

    /// Writes a square raster of chunks of [#CHUNK] pixels.
    private void raster(String path, DataType type, int side, ObjectNode attributes, IntBinaryOperator value) {
        raster(path, type, side, attributes, List.of(), type, value);
    }

    private void raster(
            String path,
            DataType type,
            int side,
            ObjectNode attributes,
            List<Codec> before,
            DataType stored,
            IntBinaryOperator value) {
        var codecs = new ArrayList<Codec>(before);
        codecs.add(new Codec.Bytes(Codec.Endian.LITTLE));
        nodes.put(
                path,
                new ArrayMetadata(
                        3,
                        type,
                        List.of(side, side),
                        List.of(CHUNK, CHUNK),
                        ChunkKeys.DEFAULT_SLASH,
                        IntNode.valueOf(0),
                        codecs,
                        List.of("y", "x"),
                        attributes));
        for (int y = 0; y * CHUNK < side; y++) {
            for (int x = 0; x * CHUNK < side; x++) {
                ByteBuffer chunk =
                        ByteBuffer.allocate(CHUNK * CHUNK * stored.bytes()).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < CHUNK * CHUNK; i++) {
                    int number = value.applyAsInt(y * CHUNK + i / CHUNK, x * CHUNK + i % CHUNK);
                    switch (stored.bytes()) {
                        case 1 -> chunk.put((byte) number);
                        case 2 -> chunk.putShort((short) number);
                        default -> chunk.putFloat(number);
                    }
                }
                store.put("%s/c/%d/%d".formatted(path, y, x), chunk.flip());
            }
        }
    }

    private static ObjectNode packed() {
        return Json.object().put("scale_factor", 0.0001).put("add_offset", -0.1).put("_FillValue", 0);
    }

    private List<Thumbnail> pictures(String group, int side) {
        return new Gallery(store, new Hierarchy(nodes), side, 32).of(group);
    }

    private static Picture picture(Thumbnail thumbnail) {
        return thumbnail.picture().orElseThrow(() -> new AssertionError(thumbnail.problem()));
    }

    private void reflectance(String level, int side, IntBinaryOperator red) {
        String group = REFLECTANCE + "/" + level;
        group("measurements");
        group(REFLECTANCE);
        group(group);
        raster(group + "/b02", DataType.UINT16, side, packed(), (row, column) -> row == 0 ? 0 : 1000);
        raster(group + "/b03", DataType.UINT16, side, packed(), (_, _) -> 3000);
        raster(group + "/b04", DataType.UINT16, side, packed(), red);
    }

    /// Reflectance 0.4 is white, 0 is black, between them is a gamma of 2.2 (rule P45).
    @Test
    void trueColoursAreRedGreenAndBlue() {
        reflectance("r10m", 40, (_, column) -> column < 20 ? 5000 : 9000);
        Thumbnail whole = pictures(R10M, 40).getFirst();
        assertThat(whole.extent()).isEqualTo(Extent.WHOLE);
        assertThat(whole.group()).isEqualTo(R10M);
        Picture picture = picture(whole);
        assertThat(picture.width()).isEqualTo(40);
        assertThat(picture.height()).isEqualTo(40);
        int green = (int) Math.round(255 * Math.pow(0.2 / 0.4, 1 / 2.2));
        assertThat(picture.colour(5, 5)).isEqualTo(0xFFFF0000 | green << 8);
        assertThat(picture.colour(5, 30)).as("brighter than white").isEqualTo(0xFFFF0000 | green << 8);
    }

    /// One band without a measurement is enough (rule I9).
    @Test
    void nodataIsTransparent() {
        reflectance("r10m", 40, (_, _) -> 5000);
        Picture picture = picture(pictures(R10M, 40).getFirst());
        assertThat(picture.colour(0, 3)).isEqualTo(Picture.TRANSPARENT);
        assertThat(picture.colour(1, 3)).isNotEqualTo(Picture.TRANSPARENT);
    }

    @Test
    void wholeComesFromTheCoarsestSufficientLevelAndEachLevelShowsItsMiddle() {
        reflectance("r10m", 240, (_, _) -> 5000);
        reflectance("r20m", 120, (_, _) -> 1000);
        reflectance("r60m", 40, (_, _) -> 1000);
        List<Thumbnail> pictures = pictures(REFLECTANCE, 100);
        assertThat(pictures)
                .extracting(Thumbnail::group)
                .containsExactly(
                        REFLECTANCE + "/r20m", REFLECTANCE + "/r10m", REFLECTANCE + "/r20m", REFLECTANCE + "/r60m");
        assertThat(pictures)
                .extracting(Thumbnail::extent)
                .containsExactly(Extent.WHOLE, Extent.MIDDLE, Extent.MIDDLE, Extent.MIDDLE);
        assertThat(picture(pictures.getFirst()).width()).isEqualTo(120);
        assertThat(picture(pictures.get(1)).width()).isEqualTo(32);
        assertThat(picture(pictures.get(1)).colour(16, 16) >> 16 & 0xFF).isEqualTo(255);
        assertThat(picture(pictures.get(2)).colour(16, 16) >> 16 & 0xFF).isZero();
        assertThat(pictures(REFLECTANCE + "/r10m", 100))
                .as("levels are shown with their pyramid")
                .isEmpty();
        assertThat(picture(pictures(REFLECTANCE, 300).getFirst()).width())
                .as("none is sufficient")
                .isEqualTo(240);
    }

    /// A block is the mean of its valid pixels, and the middle one of classes.
    @Test
    void blocksAreMergedWithoutNodata() {
        group("grey");
        raster("grey/aot", DataType.UINT16, 160, packed(), (row, column) -> {
            boolean valid = (row + column) % 2 == 0;
            return valid ? (column < 80 ? 1000 : 2000) : 0;
        });
        Picture picture = picture(pictures("grey", 80).getFirst());
        assertThat(picture.width()).isEqualTo(80);
        assertThat(picture.colour(10, 10)).isEqualTo(0xFF000000);
        assertThat(picture.colour(10, 70)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void sceneClassesHaveTheirColoursAndALegend() {
        group("classes");
        raster("classes/scl", DataType.UINT8, 40, Json.object(), (_, column) -> column % 13);
        Thumbnail thumbnail = pictures("classes", 40).getFirst();
        Picture picture = picture(thumbnail);
        assertThat(picture.colour(3, 0)).as("NO_DATA").isEqualTo(Picture.TRANSPARENT);
        assertThat(picture.colour(3, 4)).as("VEGETATION").isEqualTo(0xFF00A000);
        assertThat(picture.colour(3, 6)).as("WATER").isEqualTo(0xFF0000FF);
        assertThat(picture.colour(3, 12)).as("no class").isEqualTo(Picture.TRANSPARENT);
        assertThat(thumbnail.legend()).hasSize(11).contains(new Thumbnail.Swatch(0xFF00A000, "VEGETATION"));
    }

    /// Masks have the names of bands, and are no light.
    @Test
    void masksAreGrey() {
        group("masks");
        for (String band : Rendering.TRUE_COLOUR_BANDS) {
            raster("masks/" + band, DataType.UINT8, 40, Json.object(), (row, _) -> row < 20 ? 0 : 8);
        }
        Picture picture = picture(pictures("masks", 40).getFirst());
        assertThat(picture.colour(0, 0)).isEqualTo(0xFF000000);
        assertThat(picture.colour(39, 0)).isEqualTo(0xFFFFFFFF);
    }

    /// The three encodings of a store look the same (rule R26).
    @Test
    void encodingsLookTheSame() {
        reflectance("r10m", 40, (_, column) -> 1000 + 40 * column);
        Picture packed = picture(pictures(R10M, 40).getFirst());
        List<Codec> codecs =
                List.of(new Codec.ScaleOffset(10_000, -0.1), new Codec.CastValue(DataType.UINT16, Optional.of(0L)));
        String group = REFLECTANCE + "/r10m";
        IntBinaryOperator red = (_, column) -> 1000 + 40 * column;
        raster(
                group + "/b02",
                DataType.FLOAT32,
                40,
                Json.object(),
                codecs,
                DataType.UINT16,
                (row, _) -> row == 0 ? 0 : 1000);
        raster(group + "/b03", DataType.FLOAT32, 40, Json.object(), codecs, DataType.UINT16, (_, _) -> 3000);
        raster(group + "/b04", DataType.FLOAT32, 40, Json.object(), codecs, DataType.UINT16, red);
        assertThat(picture(pictures(R10M, 40).getFirst()).png()).isEqualTo(packed.png());
    }

    /// A damaged store can still be looked at.
    @Test
    void damageIsNamedInsteadOfAPicture() {
        reflectance("r10m", 40, (_, _) -> 5000);
        reflectance("r20m", 20, (_, _) -> 5000);
        store.put(R10M + "/b03/c/0/0", ByteBuffer.wrap(new byte[7]));
        List<Thumbnail> pictures = pictures(REFLECTANCE, 40);
        assertThat(picture(pictures.getLast()).width()).isEqualTo(20);
        assertThat(pictures.subList(0, 2)).allSatisfy(thumbnail -> {
            assertThat(thumbnail.picture()).isEmpty();
            assertThat(thumbnail.problem()).get().asString().contains(REFLECTANCE + "/r10m/b03", "chunk 0.0");
        });
        assertThat(store.openHandles()).isZero();
    }

    @Test
    void smallTablesAndTextHaveNoPicture() {
        group("geometry");
        raster("geometry/sun_angles", DataType.FLOAT32, 23, Json.object(), (row, column) -> row + column);
        assertThat(pictures("geometry", 40)).isEmpty();
        assertThat(pictures("", 40)).isEmpty();
    }

    /// A chunk that is not stored is all fill value.
    @Test
    void missingChunkIsFillValue() {
        group("grey");
        raster("grey/aot", DataType.UINT16, 80, packed(), (_, _) -> 1000);
        store.delete("grey/aot/c/0/1");
        Picture picture = picture(pictures("grey", 80).getFirst());
        assertThat(picture.colour(10, 60)).isEqualTo(Picture.TRANSPARENT);
        assertThat(picture.colour(10, 10)).isNotEqualTo(Picture.TRANSPARENT);
    }
}
