package dev.zarrgo.converter.product;

import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.raster.Reduction;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where things are in a Sentinel-2 product, and what becomes of them.
///
/// Source: section 4 of the input specification; rules R43, R45, R53, R54, R56 to R58.
public final class S2Layout {

    public static final String REFLECTANCE = "measurements/reflectance";
    public static final String SCENE_CLASSES = "conditions/mask/l2a_classification";
    public static final String PROBABILITY = "quality/probability";
    public static final String L1C_CLASSES = "conditions/mask/l1c_classification";

    private static final Set<String> QUICKLOOKS = Set.of("quality/l1c_quicklook", "quality/l2a_quicklook");

    private S2Layout() {}

    /// Whether this path lies in a group that is not converted (rule R43).
    public static boolean isDropped(String path) {
        return QUICKLOOKS.stream().anyMatch(group -> path.equals(group) || path.startsWith(group + "/"));
    }

    /// The groups besides reflectance that become pyramids, with the arrays that do and the finest
    /// resolution they need.
    public static Map<String, AuxiliaryPyramid> auxiliaryPyramids(ProcessingLevel level) {
        var l1c = Map.of(L1C_CLASSES, new AuxiliaryPyramid(S2Resolution.R60M, Set.of("b00")));
        return switch (level) {
            case L1C -> l1c;
            case L2A ->
                Map.of(
                        L1C_CLASSES,
                        l1c.get(L1C_CLASSES),
                        SCENE_CLASSES,
                        new AuxiliaryPyramid(S2Resolution.R20M, Set.of("scl")),
                        PROBABILITY,
                        new AuxiliaryPyramid(S2Resolution.R20M, Set.of("cld", "snw")));
        };
    }

    /// What a group needs to become a pyramid.
    ///
    /// @param finest the resolution that has to be there
    /// @param arrays the arrays that get coarser levels
    public record AuxiliaryPyramid(S2Resolution finest, Set<String> arrays) {}

    /// The bands that `target`, a coarser native resolution, takes from `source` by averaging (rule R45).
    public static List<String> injected(ProcessingLevel level, S2Resolution source, S2Resolution target) {
        boolean fromTen = source == S2Resolution.R10M && (target == S2Resolution.R20M || target == S2Resolution.R60M);
        boolean fromTwenty = source == S2Resolution.R20M && target == S2Resolution.R60M;
        return switch (level) {
            case L2A -> fromTen ? List.of("b08") : List.of();
            case L1C -> fromTen || fromTwenty ? nativeBands(level, source) : List.of();
        };
    }

    /// The bands that are acquired at a resolution; a product without one of them is incomplete.
    public static List<String> nativeBands(ProcessingLevel level, S2Resolution resolution) {
        return switch (resolution) {
            case R10M -> List.of("b02", "b03", "b04", "b08");
            case R20M -> List.of("b05", "b06", "b07", "b8a", "b11", "b12");
            case R60M ->
                switch (level) {
                    case L1C -> List.of("b01", "b09", "b10");
                    case L2A -> List.of("b01", "b09");
                };
            case R120M, R360M, R720M -> List.of();
        };
    }

    /// The CF standard name of reflectance (rule R67).
    public static String standardName(ProcessingLevel level) {
        return switch (level) {
            case L1C -> "toa_bidirectional_reflectance";
            case L2A -> "surface_bidirectional_reflectance";
        };
    }

    /// How coarser levels of an array are made: its group decides before its name (rule R54).
    public static Reduction reductionOf(String path) {
        if (path.startsWith(L1C_CLASSES + "/") || path.startsWith("quality/mask/")) {
            return Reduction.BITWISE_OR;
        }
        if (path.startsWith("conditions/mask/detector_footprint/")) {
            return Reduction.MAXIMUM;
        }
        if (path.startsWith(SCENE_CLASSES + "/") || path.endsWith("/scl")) {
            return Reduction.NEAREST;
        }
        return Reduction.MEAN;
    }

    /// The meaning of the scene classes 0 to 11 (rule R56).
    public static final List<String> SCENE_CLASS_NAMES = List.of(
            "NO_DATA",
            "SATURATED_OR_DEFECTIVE",
            "CAST_SHADOWS",
            "CLOUD_SHADOWS",
            "VEGETATION",
            "NOT_VEGETATED",
            "WATER",
            "UNCLASSIFIED",
            "CLOUD_MEDIUM_PROBABILITY",
            "CLOUD_HIGH_PROBABILITY",
            "THIN_CIRRUS",
            "SNOW_ICE");
}
