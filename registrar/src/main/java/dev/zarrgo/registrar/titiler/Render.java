package dev.zarrgo.registrar.titiler;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.registrar.stac.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a tile server draws an item.
///
/// Source: rules P41 to P43, P46; <https://github.com/stac-extensions/render>.
///
/// @param title for a person; empty to make one of the item's id
/// @param expression of variables; empty to draw `variables` themselves
/// @param variables `/group:variable`, one for grey, three for colours
/// @param rescale pairs of the numbers that become black and white
/// @param colorFormula empty for none
/// @param bands whether `bidx=1` is written
/// @param tileSize in pixels
/// @param time ISO time that picks a slice; empty for none
/// @param declared whether the item itself says so, in `renders`
public record Render(
        String title,
        String expression,
        List<String> variables,
        List<String> rescale,
        String colorFormula,
        boolean bands,
        int tileSize,
        String time,
        boolean declared) {

    static final int TILE_SIZE = 256;

    private static final List<String> PREFERRED = List.of("rgb", "visual", "thumbnail", "default");

    private static final String REFLECTANCE = "/measurements/reflectance:";
    private static final String FORMULA = "gamma rgb 1.3, sigmoidal rgb 6 0.1, saturation 1.2";

    public Render {
        variables = List.copyOf(variables);
        rescale = List.copyOf(rescale);
    }

    /// True colours of Sentinel-2.
    ///
    /// @param level `L1C` or `L2A`
    public static Render sentinelTwo(String level) {
        return new Render(
                "Sentinel-2 %s True Color".formatted(level),
                "",
                List.of(REFLECTANCE + "b04", REFLECTANCE + "b03", REFLECTANCE + "b02"),
                List.of("0,1"),
                FORMULA,
                true,
                TILE_SIZE,
                "",
                false);
    }

    /// One polarisation of Sentinel-1 in grey.
    ///
    /// @param polarisation for example `vh`
    /// @param group of its levels, without a leading `/`
    public static Render sentinelOne(String polarisation, String group) {
        return new Render(
                "Sentinel-1 GRD " + polarisation.toUpperCase(Locale.ROOT),
                "",
                List.of("/" + group + ":grd"),
                List.of("0,219"),
                "",
                true,
                TILE_SIZE,
                "",
                false);
    }

    /// The render that an item declares in `renders` (rule P41): a preferred name, else the first.
    public static Optional<Render> declaredBy(Item item) {
        JsonNode renders = item.property("renders");
        for (String name : PREFERRED) {
            if (renders.has(name)) {
                return Optional.of(of(renders.path(name), true));
            }
        }
        return renders.isObject() && !renders.isEmpty()
                ? Optional.of(of(renders.iterator().next(), true))
                : Optional.empty();
    }

    /// A render as the extension writes it, with `variables`, `color_formula` and `tilesize` besides.
    public static Render of(JsonNode render, boolean declared) {
        var variables = new ArrayList<String>();
        render.path("variables").forEach(variable -> variables.add(variable.asText()));
        var rescale = new ArrayList<String>();
        for (JsonNode pair : render.path("rescale")) {
            rescale.add(pair.path(0).asText() + "," + pair.path(1).asText());
        }
        return new Render(
                render.path("title").asText(""),
                render.path("expression").asText(""),
                variables,
                rescale,
                render.path("color_formula").asText(""),
                render.path("bidx").size() > 0,
                render.path("tilesize").asInt(TILE_SIZE),
                render.path("sel").path("time").asText(""),
                declared);
    }
}
