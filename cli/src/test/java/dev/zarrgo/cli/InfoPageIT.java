package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/// `zarrgo info --html` shows a store as a page.
@DisplayName("info --html (output specification, section 14)")
class InfoPageIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.MEDIUM);

    private static final String HOSTILE = "<script>alert('&')</script>";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Path store;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Page page;

    @BeforeAll
    static void convert(@TempDir Path shared) {
        store = shared.resolve("out.zarr");
        Invocation.successful("convert", PRODUCT.folder(), store);
        Path file = shared.resolve("page.html");
        Invocation info = Invocation.successful("info", store, "--html", file);
        assertThat(info.out()).as("the page comes beside the text").contains("Total groups: 3");
        page = Page.of(file);
    }

    /// Writes a hierarchy of groups with these attributes by path.
    private Page pageOf(String root, ObjectNode attributes, String... groups) throws IOException {
        Path made = folder.resolve(root);
        for (String group : groups) {
            Files.createDirectories(made.resolve(group));
            ObjectNode document = Json.object().put("zarr_format", 3).put("node_type", "group");
            document.set("attributes", attributes);
            Files.write(made.resolve(group).resolve("zarr.json"), Json.bytes(document));
        }
        Invocation.successful("info", made, "--html-output", folder.resolve("made.html"));
        return Page.of(folder.resolve("made.html"));
    }

    @Test
    void pageStandsAlone() {
        page.assertStandsAlone();
        assertThat(page.elements("script")).isEmpty();
    }

    @Test
    void headerNamesTheStore() {
        assertThat(page.texts("h1")).containsExactly("out.zarr");
        assertThat(page.ofClass("p", "path").getFirst().getTextContent()).endsWith("/out.zarr");
        assertThat(page.texts("dd"))
                .contains("GeoZarr store, Sentinel-2 L2A, packed", "3 at the top, 45 in all", "231");
        assertThat(page.texts("time").getFirst()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    }

    @Test
    void everyGroupAndArrayCanBeUnfolded() {
        assertThat(page.ofClass("details", "array")).hasSize(231);
        assertThat(page.ofClass("details", "group")).hasSize(44);
        Element reflectance = page.elements(
                        "summary", summary -> summary.getTextContent().startsWith("reflectance"))
                .getFirst();
        assertThat(reflectance.getTextContent()).contains("6 levels, 10 m to 720 m");
        assertThat(((Element) reflectance.getParentNode()).hasAttribute("open")).isTrue();
    }

    /// A picture of the whole, and one of each level.
    @Test
    void levelsHaveThumbnails() throws IOException {
        List<Element> images =
                page.elements("img", image -> image.getAttribute("alt").contains("/measurements/reflectance/"));
        assertThat(images)
                .extracting(image -> image.getAttribute("alt"))
                .satisfies(texts -> assertThat(texts.getFirst()).endsWith("/r20m, whole"))
                .filteredOn(text -> text.endsWith(", middle"))
                .hasSize(6)
                .allMatch(text -> text.startsWith("true colour: b04, b03, b02"));
        for (Element image : images) {
            byte[] png =
                    Base64.getDecoder().decode(image.getAttribute("src").substring("data:image/png;base64,".length()));
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth())
                    .isEqualTo(Integer.parseInt(image.getAttribute("width")));
        }
        assertThat(page.elements("img", image -> image.getAttribute("alt").startsWith("scene classes: scl")))
                .hasSizeGreaterThan(1);
        assertThat(page.ofClass("ul", "legend").getFirst().getTextContent()).contains("vegetation", "thin cirrus");
    }

    @Test
    void productsHaveThumbnailsToo() {
        Path file = folder.resolve("product.html");
        Invocation.successful("info", PRODUCT.folder(), "--html", file);
        Page product = Page.of(file);
        product.assertStandsAlone();
        assertThat(product.elements("img", image -> image.getAttribute("alt").startsWith("true colour")))
                .hasSize(4);
    }

    @Test
    void attributesAreFewAndShort() throws IOException {
        ObjectNode attributes = Json.object().put("long", "x".repeat(51)).put("fits", "y".repeat(50));
        for (int i = 0; i < 5; i++) {
            attributes.put("more" + i, i);
        }
        Page made = pageOf("made.zarr", attributes, "", "group");
        Element list = made.ofClass("dl", "attributes").getFirst();
        assertThat(list.getElementsByTagName("dd").getLength()).isEqualTo(5);
        assertThat(list.getElementsByTagName("dd").item(0).getTextContent()).isEqualTo("x".repeat(50) + "…");
        assertThat(list.getElementsByTagName("dd").item(1).getTextContent()).isEqualTo("y".repeat(50));
        assertThat(made.source()).contains("and 2 more attributes");
    }

    @Test
    void emptyGroupsAreHidden() throws IOException {
        Page made = pageOf("made.zarr", Json.object(), "", "empty", "nested", "nested/empty");
        assertThat(made.elements("details")).isEmpty();
        assertThat(made.texts("dd")).contains("2 at the top, 4 in all");
    }

    @Test
    void namesAndAttributesCannotDoAnything() throws IOException {
        ObjectNode attributes = Json.object().put(HOSTILE, HOSTILE).put("onload", "\" onload=\"alert(1)");
        Page made = pageOf("<img src=x>.zarr", attributes, "");
        made.assertStandsAlone();
        assertThat(made.texts("h1")).containsExactly("<img src=x>.zarr");
        assertThat(made.texts("dd")).contains(HOSTILE, "\" onload=\"alert(1)");
        assertThat(made.elements("script")).isEmpty();
        assertThat(made.elements("img")).isEmpty();
    }

    @Test
    void damagedPixelsAreNamed() throws IOException {
        DamagedProduct product = DamagedProduct.of(PRODUCT, folder.resolve("damaged.zarr"));
        product.change("measurements/reflectance/r60m/b03/0.0", whole -> Arrays.copyOf(whole, whole.length / 2));
        Invocation.successful("info", product.folder(), "--html", folder.resolve("damaged.html"));
        Page damaged = Page.of(folder.resolve("damaged.html"));
        assertThat(damaged.ofClass("p", "broken")).isNotEmpty().allSatisfy(text -> assertThat(text.getTextContent())
                .contains("no picture: ", "/measurements/reflectance/r60m/b03"));
    }

    @Test
    void pageThatCannotBeWrittenIsAFailure() {
        Invocation info = Invocation.of("info", store, "--html", folder.resolve("absent/page.html"));
        assertThat(info.exitCode()).isEqualTo(73);
        assertThat(info.err()).contains("there is no folder");
    }
}
