package dev.zarrgo.registrar.titiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TileLinksTest {

    private static final String BASE = "https://r.example/raster/collections/c/items/i";

    private static TileLinks links(Optional<Render> render) {
        return new TileLinks("https://r.example/raster/", "c", "i", render);
    }

    @Test
    @DisplayName("P42, P43: Sentinel-2, in the letters of the specification")
    void trueColours() {
        String query =
                "rescale=0%2C1&color_formula=gamma%20rgb%201.3%2C%20sigmoidal%20rgb%206%200.1%2C%20saturation%201.2"
                        + "&variables=%2Fmeasurements%2Freflectance%3Ab04&variables=%2Fmeasurements%2Freflectance%3Ab03"
                        + "&variables=%2Fmeasurements%2Freflectance%3Ab02&bidx=1";
        TileLinks links = links(Optional.of(Render.sentinelTwo("L2A")));
        assertThat(links.links())
                .containsExactly(
                        Link.of("viewer", BASE + "/viewer", "text/html", "Viewer for i"),
                        Link.of(
                                "xyz",
                                BASE + "/tiles/WebMercatorQuad/{z}/{x}/{y}.png?" + query + "&tilesize=256",
                                "image/png",
                                "Sentinel-2 L2A True Color"),
                        Link.of(
                                "tilejson",
                                BASE + "/WebMercatorQuad/tilejson.json?" + query + "&tilesize=256",
                                "application/json",
                                "TileJSON for i"));
        ObjectNode thumbnail = links.thumbnail().orElseThrow();
        assertThat(thumbnail.path("href").asText()).isEqualTo(BASE + "/preview?format=png&" + query);
        assertThat(thumbnail.path("title").asText()).isEqualTo("Sentinel-2 L2A True Color Preview");
    }

    @Test
    @DisplayName("P43: Sentinel-1 GRD")
    void grey() {
        TileLinks links = links(Optional.of(Render.sentinelOne("vh", "S01SIWGRD_VH/measurements")));
        assertThat(links.links().get(1).href())
                .endsWith("?rescale=0%2C219&variables=%2FS01SIWGRD_VH%2Fmeasurements%3Agrd&bidx=1&tilesize=256");
        assertThat(links.links().get(1).title()).contains("Sentinel-1 GRD VH");
    }

    @Test
    @DisplayName("P41, P43: a render that the item declares, for example of Sentinel-1 RTC")
    void declared() throws IOException {
        ObjectNode document = Fixtures.sourceItem();
        Item.propertiesOf(document).set("renders", Json.parse("""
                                {"other": {"expression": "x"},
                                 "rgb": {"title": "VV, VH, VV/VH composite",
                                         "expression": "/descending:vv;/descending:vh;(/descending:vv)/(/descending:vh)",
                                         "rescale": [[0.0, 0.2]], "bidx": [1], "tilesize": 512}}
                                """.getBytes(StandardCharsets.UTF_8)));
        TileLinks links = links(Render.declaredBy(new Item(document)));
        assertThat(links.links()).extracting(Link::rel).containsExactly("viewer", "tilejson", "xyz");
        assertThat(links.links().getLast().href())
                .endsWith("?expression=%2Fdescending%3Avv%3B%2Fdescending%3Avh%3B%28%2Fdescending%3Avv%29%2F"
                        + "%28%2Fdescending%3Avh%29&rescale=0.0%2C0.2&bidx=1&tilesize=512");
        assertThat(links.links().getFirst().href()).startsWith(BASE + "/WebMercatorQuad/map.html?");
        assertThat(links.thumbnail().orElseThrow().path("title").asText()).isEqualTo("VV, VH, VV/VH composite preview");
    }

    @Test
    @DisplayName("P43: nothing says how to draw it")
    void unknown() {
        assertThat(links(Optional.empty()).links()).extracting(Link::rel).containsExactly("viewer");
        assertThat(links(Optional.empty()).thumbnail()).isEmpty();
    }

    @Test
    @DisplayName("P42: the Explorer's page")
    void explorer() {
        assertThat(TileLinks.explorer("https://e.example/", "Sentinel_2", "i"))
                .isEqualTo(new Link(
                        "via",
                        "https://e.example/collections/sentinel-2/items/i",
                        Optional.empty(),
                        Optional.of("EOPF Explorer")));
    }
}
