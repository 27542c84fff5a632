package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever text a store brings along, a page shows it and does nothing else with it.
class HtmlTest {

    private static Html html() {
        return new Html("title", "page.css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onload='alert(1)",
                "</style></title></textarea><svg/onload=alert(1)>",
                "&lt;b&gt; &amp; &#60;",
                "]]> <!-- --> <?php ?>",
                "a\u00A0b é 日本 🛰"
            })
    void textComesBackAsItWas(String hostile) {
        String page = html().element("p", hostile, "title", hostile).page();
        var paragraph = Page.of(page).elements("p").getFirst();
        assertThat(paragraph.getTextContent()).isEqualTo(hostile);
        assertThat(paragraph.getAttribute("title")).isEqualTo(hostile);
        assertThat(Page.of(page).elements("script")).isEmpty();
        assertThat(Page.of(page).elements("img")).isEmpty();
    }

    /// Neither XML nor a reader's eye can take these.
    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001B", "\uD800", "\u202E", "\u2066", "\uFFFF", "\u200F"})
    void whatCannotBeShownIsReplaced(String character) {
        String page = html().element("p", "a" + character + "b").page();
        assertThat(Page.of(page).texts("p")).containsExactly("a\uFFFDb");
    }

    @Test
    void dataCannotEndTheirElement() throws IOException {
        var document = Json.object().put("name", "</script><script>alert(1)</script>&<!--");
        Page page = Page.of(html().data("report", Json.text(document)).page());
        assertThat(page.elements("script")).hasSize(1);
        String json = page.elements("script").getFirst().getTextContent();
        assertThat(Json.parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(document);
    }

    // --- colours

    private static final Pattern COLOURS = Pattern.compile(":root \\{(.*?)}", Pattern.DOTALL);
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});");

    /// Light colours, then dark ones.
    private static Map<String, Map<String, String>> colours() {
        String style = Page.of(html().page()).texts("style").getFirst();
        var blocks = new ArrayList<Map<String, String>>();
        COLOURS.matcher(style).results().forEach(block -> {
            var colours = new TreeMap<String, String>();
            COLOUR.matcher(block.group(1)).results().forEach(colour -> colours.put(colour.group(1), colour.group(2)));
            blocks.add(colours);
        });
        var light = new TreeMap<>(blocks.get(0));
        light.putAll(blocks.get(2));
        var dark = new TreeMap<>(blocks.get(1));
        dark.putAll(blocks.get(3));
        return Map.of("light", light, "dark", dark);
    }

    /// Source: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    private static double luminance(String colour) {
        double sum = 0;
        double[] weights = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double channel = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static double contrast(String one, String other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    @Test
    @DisplayName("text has the contrast of WCAG 2.2 AA: 4.5 to 1")
    void textCanBeRead() {
        colours().forEach((scheme, colours) -> {
            for (String text : new String[] {"text", "muted", "warn"}) {
                for (String ground : new String[] {"page", "panel"}) {
                    assertThat(contrast(colours.getOrDefault(text, ""), colours.getOrDefault(ground, "")))
                            .as("%s: %s on %s", scheme, text, ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        });
    }

    @Test
    @DisplayName("graphics that mean something have the contrast of WCAG 2.2 AA: 3 to 1")
    void workCanBeSeen() {
        colours().forEach((scheme, colours) -> {
            for (String stage :
                    new String[] {"open", "read", "decode", "reduce", "encode", "write", "consolidate", "verify"}) {
                assertThat(contrast(colours.getOrDefault(stage, ""), colours.getOrDefault("panel", "")))
                        .as("%s: %s", scheme, stage)
                        .isGreaterThanOrEqualTo(3);
            }
        });
    }
}
