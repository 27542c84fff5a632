package dev.zarrgo.converter.picture;

import dev.zarrgo.converter.codec.PixelRows;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which arrays of a group are drawn, and how their values become colours.
sealed interface Rendering {

    /// Red, green and blue light.
    record TrueColour() implements Rendering {}

    /// The scene classes of Sentinel-2.
    record SceneClasses(String array) implements Rendering {}

    /// Amplitudes of a radar, in decibels.
    record Decibels(String array) implements Rendering {}

    record Grey(String array) implements Rendering {}

    /// Names of the bands of true colours in their group, red first.
    List<String> TRUE_COLOUR_BANDS = List.of("b04", "b03", "b02");

    /// What becomes of a group; empty if it has no raster.
    static Optional<Rendering> of(Hierarchy hierarchy, String group) {
        Map<String, ArrayMetadata> arrays = hierarchy.arraysIn(group);
        List<String> rasters = rasters(arrays);
        if (rasters.isEmpty()) {
            return Optional.empty();
        }
        if (rasters.containsAll(TRUE_COLOUR_BANDS) && isReflectance(group, arrays)) {
            return Optional.of(new TrueColour());
        }
        String first = rasters.getFirst();
        if (rasters.contains("scl")) {
            return Optional.of(new SceneClasses("scl"));
        }
        return Optional.of(first.equals("grd") ? new Decibels(first) : new Grey(first));
    }

    private static List<String> rasters(Map<String, ArrayMetadata> arrays) {
        var names = new ArrayList<String>();
        arrays.forEach((name, array) -> {
            int axes = array.rank();
            if (axes >= 2
                    && PixelRows.isSupported(array.storedType())
                    && array.shape().get(axes - 2) > 1
                    && array.shape().get(axes - 1) > 1) {
                names.add(name);
            }
        });
        return names;
    }

    /// Masks have the names of bands too.
    private static boolean isReflectance(String group, Map<String, ArrayMetadata> arrays) {
        List<ArrayMetadata> bands = arrays.entrySet().stream()
                .filter(array -> TRUE_COLOUR_BANDS.contains(array.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        boolean sameShape = bands.stream().map(ArrayMetadata::shape).distinct().count() == 1;
        return sameShape
                && (group.startsWith(S2Layout.REFLECTANCE) || bands.stream().allMatch(Rendering::saysReflectance));
    }

    private static boolean saysReflectance(ArrayMetadata array) {
        return array.attributes().path("standard_name").asText().endsWith("reflectance");
    }

    /// The arrays that are read, in the order of [#colour].
    default List<String> arrays() {
        return switch (this) {
            case TrueColour _ -> TRUE_COLOUR_BANDS;
            case SceneClasses classes -> List.of(classes.array());
            case Decibels radar -> List.of(radar.array());
            case Grey grey -> List.of(grey.array());
        };
    }

    /// For a person.
    default String caption() {
        return switch (this) {
            case TrueColour _ -> "true colour: " + String.join(", ", TRUE_COLOUR_BANDS);
            case SceneClasses classes -> "scene classes: " + classes.array();
            case Decibels radar -> radar.array() + " in decibels, from dark to bright";
            case Grey grey -> grey.array() + ", from low to high";
        };
    }
}
