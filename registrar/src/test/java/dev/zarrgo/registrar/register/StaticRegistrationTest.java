package dev.zarrgo.registrar.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Position;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.catalog.ItemQuery;
import dev.zarrgo.registrar.catalog.SameItem;
import dev.zarrgo.registrar.catalog.StaticCatalog;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import dev.zarrgo.testkit.GoldenJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Registers real stores in a catalogue of files, and has every document judged by an independent
/// validator.
class StaticRegistrationTest {

    private Path work;
    private StaticCatalog catalog;
    private Path sourceItem;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        work = folder;
        catalog = new StaticCatalog(Stores.writable(Location.of(work.resolve("catalog"))));
        sourceItem = Files.write(work.resolve("source.json"), Json.bytes(Fixtures.sourceItem()));
    }

    private RegistrationReport register(String source, Path store, String collection) {
        return Registrations.run(Registrations.request(source, store, collection), catalog, Registrations.NOON);
    }

    private RegistrationReport registerReal() {
        return register(sourceItem.toString(), SampleStores.real(), "sentinel-2-l2a");
    }

    @ParameterizedTest
    @CsvSource({
        "S2L2A, 2, PACKED, sentinel-2-l2a", "S2L2A, 3, PACKED, sentinel-2-l2a", "S2L1C, 2, PACKED, sentinel-2-l1c",
        "S2L1C, 3, PACKED, sentinel-2-l1c", "S2L2A, 2, FLOAT32, sentinel-2-l2a", "S2L2A, 3, CODEC, sentinel-2-l2a"
    })
    @DisplayName("C26, P32, P37 to P39, P87: a product without an item, of either level and generation")
    void registersAProductWithoutItem(String kind, int cpm, Encoding encoding, String collection) {
        Path store = SampleStores.of(kind, cpm, encoding);
        RegistrationReport report = register(work.resolve("PRODUCT.zarr").toString(), store, collection);
        assertThat(report.outcome()).isEqualTo(RegistrationReport.Outcome.CREATED);
        assertThat(report.item().id()).isEqualTo("PRODUCT");
        StacOracle.assertValid(work.resolve("catalog"));
        JsonNode asset = report.item().assets().path("reflectance");
        assertThat(asset.path("bands")).hasSize(kind.equals("S2L1C") ? 13 : 12);
        assertThat(asset.path("data_type").asText()).isEqualTo(encoding == Encoding.PACKED ? "uint16" : "float32");
        assertThat(asset.path("nodata").asText()).isEqualTo(encoding == Encoding.PACKED ? "0" : "nan");
        assertThat(asset.has("raster:scale")).isEqualTo(encoding == Encoding.PACKED);
        JsonNode statistics = asset.path("bands").get(1).path("statistics");
        assertThat(statistics.path("mean").asDouble())
                .isBetween(
                        statistics.path("minimum").asDouble(),
                        statistics.path("maximum").asDouble());
        assertThat(statistics.path("maximum").asDouble())
                .isLessThanOrEqualTo(encoding == Encoding.PACKED ? 65_535 : 6.6);
    }

    @Test
    @DisplayName("§20: the item of a real source item")
    void registersARealItem() {
        RegistrationReport report = registerReal();
        StacOracle.assertValid(work.resolve("catalog"));
        assertThat(report.item().id()).isEqualTo(SampleStores.REAL_ID);
        assertThat(report.remarks()).anyMatch(remark -> remark.contains("footprint"));
        ObjectNode golden = report.item().document().deepCopy();
        golden.path("assets").forEach(asset -> {
            ((ObjectNode) asset)
                    .put("href", asset.path("href").asText().replaceFirst("^.*/" + SampleStores.REAL_ID, "…/ID"));
        });
        golden.path("links").forEach(link -> {
            ((ObjectNode) link)
                    .put("href", link.path("href").asText().replaceFirst("^.*/real/" + SampleStores.REAL_ID, "…/ID"));
        });
        GoldenJson.assertMatches(getClass(), "real-item.json", Json.text(golden));
    }

    @Test
    @DisplayName("P29, P85: every relative link of the catalogue leads to a file")
    void linksLeadSomewhere() throws IOException {
        registerReal();
        var broken = new ArrayList<String>();
        try (var files = Files.walk(work.resolve("catalog"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                JsonNode document = Json.parse(Files.readAllBytes(file));
                var hrefs = new ArrayList<String>(document.findValuesAsText("href"));
                hrefs.removeIf(href -> href.matches("[a-z][a-z0-9]+:.*"));
                for (String href : hrefs) {
                    if (!Files.exists(file.resolveSibling(href))) {
                        broken.add(file + " " + href);
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    @DisplayName("P45: the picture is there, and not blank")
    void drawsAPicture() throws IOException {
        registerReal();
        Path file = SampleStores.real().resolveSibling(SampleStores.REAL_ID + ".overview.png");
        var image = ImageIO.read(file.toFile());
        assertThat(Math.max(image.getWidth(), image.getHeight())).isBetween(256, 512);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(100);
    }

    @Test
    @DisplayName("P86: again changes nothing but the time of update")
    void registeringAgainChangesNothingButUpdated() {
        Item first = registerReal().item();
        RegistrationReport second = Registrations.run(
                Registrations.request(sourceItem.toString(), SampleStores.real(), "sentinel-2-l2a"),
                catalog,
                Registrations.NOON.plus(Duration.ofDays(3)));
        assertThat(second.outcome()).isEqualTo(RegistrationReport.Outcome.REPLACED);
        assertThat(second.item().property("updated").asText()).isEqualTo("2026-03-04T12:00:00Z");
        Item same = second.item().copy();
        Item.propertiesOf(same.document()).put("updated", "2026-03-01T12:00:00Z");
        assertThat(Json.text(same.document())).isEqualTo(Json.text(first.document()));
        assertThat(first.property("created").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(first.property("expires").asText()).isEqualTo("2026-08-31T12:00:00Z");
    }

    @Test
    @DisplayName("P86: what others have added stays")
    void keepsWhatOthersAdded() {
        Item edited = registerReal().item().copy();
        Item.propertiesOf(edited.document()).put("operator:note", "cloudy").put("expires", "2030-01-01T00:00:00Z");
        Item.assetsOf(edited.document()).set("report", Json.object().put("href", "https://example.org/report.pdf"));
        ((ObjectNode) edited.assets().path("reflectance"))
                .put("operator:grade", 2)
                .put("title", "changed");
        Item.linksOf(edited.document())
                .add(Link.of("related", "https://example.org/", "text/html").json());
        edited.document().put("operator:flag", true);
        catalog.put(edited);
        Item again = registerReal().item();
        assertThat(again.property("operator:note").asText()).isEqualTo("cloudy");
        assertThat(again.property("expires").asText()).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(again.assets().path("report").path("href").asText()).isEqualTo("https://example.org/report.pdf");
        assertThat(again.assets().path("reflectance").path("operator:grade").asInt())
                .isEqualTo(2);
        assertThat(again.assets().path("reflectance").path("title").asText()).isEqualTo("Surface Reflectance");
        assertThat(again.links().findValuesAsText("rel")).contains("related");
        assertThat(again.document().path("operator:flag").asBoolean()).isTrue();
        assertThat(SameItem.test(
                        again,
                        catalog.item("sentinel-2-l2a", again.id()).orElseThrow().item()))
                .isTrue();
    }

    @Test
    @DisplayName("an item of another product is an error, not a warning")
    void refusesAStoreOfAnotherProduct() {
        Path store = SampleStores.of("S2L2A", 2, Encoding.PACKED);
        assertThatThrownBy(() -> register(sourceItem.toString(), store, "sentinel-2-l2a"))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("do not belong together");
        assertThat(catalog.collections()).isEmpty();
    }

    @Test
    void refusesTheCollectionOfAnotherProduct() {
        Path store = SampleStores.of("S2L1C", 2, Encoding.PACKED);
        assertThatThrownBy(() -> register("PRODUCT.zarr", store, "sentinel-2-l2a"))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("sentinel-2-l2a");
    }

    @Test
    @DisplayName("step 1: no item for a store that is not there or not valid")
    void refusesAMissingOrBrokenStore() throws IOException {
        assertThatThrownBy(() -> register(sourceItem.toString(), work.resolve("none.zarr"), "sentinel-2-l2a"))
                .satisfies(
                        failure -> assertThat(((ZarrgoException) failure).code().exitCode())
                                .isEqualTo(66));
        Path broken = Files.createDirectories(work.resolve("broken.zarr"));
        Files.writeString(broken.resolve("zarr.json"), "{\"zarr_format\": 3, \"node_type\": \"group\"}");
        assertThatThrownBy(() -> register(sourceItem.toString(), broken, "sentinel-2-l2a"))
                .satisfies(
                        failure -> assertThat(((ZarrgoException) failure).code().exitCode())
                                .isEqualTo(65));
    }

    @Test
    @DisplayName("P55: a collection without template has to be asked for")
    void refusesAnUnknownCollection() {
        assertThatThrownBy(() -> register(sourceItem.toString(), SampleStores.real(), "anything"))
                .isInstanceOf(UnusableSourceException.class)
                .satisfies(failure ->
                        assertThat(((ZarrgoException) failure).code()).isEqualTo(FailureCode.CATALOG_ENTRY_NOT_FOUND));
    }

    @Test
    @DisplayName("P32: a source geometry that is the whole tile stays, its straight sides as well")
    void keepsTheGeometryOfAFullTile() throws IOException {
        JsonNode box = registerReal().item().property("proj:bbox");
        Crs crs = new Crs(32632);
        ObjectNode source = Fixtures.sourceItem();
        ArrayNode ring = source.putObject("geometry")
                .put("type", "Polygon")
                .putArray("coordinates")
                .addArray();
        for (int[] corner : new int[][] {{0, 1}, {2, 1}, {2, 3}, {0, 3}, {0, 1}}) {
            Position at = crs.toLonLat(
                    box.get(corner[0]).asDouble(), box.get(corner[1]).asDouble());
            ring.add(Json.numbers(List.of(at.longitude(), at.latitude())));
        }
        Files.write(sourceItem, Json.bytes(source));
        RegistrationReport report = registerReal();
        assertThat(report.item().document().get("geometry"))
                .hasToString(source.get("geometry").toString());
        assertThat(report.remarks()).noneMatch(remark -> remark.contains("footprint"));
        StacOracle.assertValid(report.item().document());
    }

    @Test
    @DisplayName("P5: of a list of items, that of the store")
    void choosesFromAList() throws IOException {
        ObjectNode other = Fixtures.sourceItem().put("id", "another");
        ObjectNode list = Json.object().put("type", "FeatureCollection");
        list.putArray("features").add(other).add(Fixtures.sourceItem());
        Files.write(sourceItem, Json.bytes(list));
        Item item = registerReal().item();
        assertThat(item.id()).isEqualTo(SampleStores.REAL_ID);
        assertThat(item.link("derived_from"))
                .as("its own address")
                .isEqualTo(new Item(Fixtures.sourceItem()).link("self"));
        Path copy = SampleStores.of("S2L2A", 2, Encoding.PACKED);
        assertThatThrownBy(() -> register(sourceItem.toString(), copy, "sentinel-2-l2a"))
                .hasMessageContaining("is a list of 2 items, without S2L2A-2-PACKED: another S2A_MSIL2A");
    }

    @Test
    @DisplayName("P29: assets that point elsewhere, and nowhere")
    void refusesAnItemWithoutZarr() throws IOException {
        ObjectNode item = Fixtures.sourceItem();
        item.putObject("assets").putObject("a").put("href", "https://example.org/a.tif");
        Files.write(sourceItem, Json.bytes(item));
        assertThatThrownBy(this::registerReal)
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("No Zarr asset found");
    }

    @Test
    void manyWritersLoseNothing() {
        Item template = registerReal().item();
        var items = new ArrayList<Item>();
        for (int i = 0; i < 40; i++) {
            Item copy = template.copy();
            copy.document().put("id", "item-%02d".formatted(i));
            items.add(copy);
        }
        Tasks.forEach(items, 8, catalog::put);
        assertThat(catalog.search(ItemQuery.of("sentinel-2-l2a"))).hasSize(41);
        List<String> links = catalog.collection("sentinel-2-l2a")
                .orElseThrow()
                .document()
                .path("links")
                .findValuesAsText("rel");
        assertThat(links.stream().filter("item"::equals)).hasSize(41);
    }
}
