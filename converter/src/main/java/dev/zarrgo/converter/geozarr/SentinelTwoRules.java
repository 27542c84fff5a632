package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a store made from a Sentinel-2 product has to hold.
///
/// Source: rules R43, R45 to R48, R52, R53, R56 to R59, R67.
final class SentinelTwoRules {

    private static final String SCENE_CLASSES = "conditions/mask/l2a_classification";
    private static final String PROBABILITY = "quality/probability";
    private static final String L1C_CLASSES = "conditions/mask/l1c_classification";

    private static final Pattern BAND = Pattern.compile("measurements/reflectance/[^/]+/b(?:\\d\\d|8a)");
    private static final Pattern CLASS_MAP = Pattern.compile(
            "(?:quality/mask|conditions/mask/(?:detector_footprint|l1c_classification))/[^/]+/b[^/]+|.*/scl");

    private static final List<String> QUICKLOOKS = List.of("quality/l1c_quicklook", "quality/l2a_quicklook");

    /// Pixel sizes in metres, finest first (rule R47).
    private static final List<Integer> CHAIN = List.of(10, 20, 60, 120, 360, 720);

    private static final Set<String> TEN = Set.of("b02", "b03", "b04", "b08");
    private static final Set<String> TWENTY = Set.of("b05", "b06", "b07", "b8a", "b11", "b12");

    private static final String CLASS_MEANINGS = "NO_DATA SATURATED_OR_DEFECTIVE CAST_SHADOWS CLOUD_SHADOWS VEGETATION"
            + " NOT_VEGETATED WATER UNCLASSIFIED CLOUD_MEDIUM_PROBABILITY CLOUD_HIGH_PROBABILITY THIN_CIRRUS SNOW_ICE";
    private static final int CLASSES = 12;

    private final StoreTree tree;
    private final Findings found;

    private SentinelTwoRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        if (tree.isSentinelTwo()) {
            new SentinelTwoRules(tree, found).check();
        }
    }

    /// Whether this is a band of reflectance (rule R54).
    static boolean isReflectance(StoreNode node) {
        return BAND.matcher(node.path()).matches();
    }

    /// Whether the numbers of this array are classes or flags, none of which is nodata (rule R32).
    static boolean isClassMap(StoreNode node) {
        return CLASS_MAP.matcher(node.path()).matches();
    }

    private static String level(int metres) {
        return "r%sm".formatted(metres);
    }

    private void check() {
        for (String quicklook : QUICKLOOKS) {
            if (tree.node(quicklook).isPresent()) {
                found.warning(Rule.R43, quicklook, "quicklooks are dropped");
            }
        }
        checkNatives();
        checkChains();
        checkBands();
        checkAuxiliary(SCENE_CLASSES, Rule.R56, 20, "scl");
        checkAuxiliary(PROBABILITY, Rule.R57, 20, "cld");
        checkAuxiliary(L1C_CLASSES, Rule.R58, 60, "b00");
        checkResampling();
        tree.arrays().forEach(this::checkArray);
    }

    // --- levels

    private void checkNatives() {
        for (int metres : List.of(10, 20, 60)) {
            String path = StoreTree.REFLECTANCE + "/" + level(metres);
            if (tree.node(path).filter(StoreNode::isGroup).isEmpty()) {
                found.error(Rule.R48, path, "is missing");
            }
        }
        Optional<StoreNode> reflectance = tree.node(StoreTree.REFLECTANCE);
        if (reflectance.isPresent() && !reflectance.get().isMultiscale()) {
            found.error(Rule.R59, StoreTree.REFLECTANCE, "holds levels and has no attribute multiscales");
        }
    }

    /// Levels are called by their pixel size, and none is left out (rule R47).
    private void checkChains() {
        for (RasterGroup group : tree.rasterGroups()) {
            int metres = CHAIN.stream()
                    .filter(size -> level(size).equals(group.group().name()))
                    .findFirst()
                    .orElse(0);
            double pixel = group.grid().map(grid -> grid.transform().a()).orElse((double) metres);
            if (metres > 0 && pixel != metres) {
                found.error(Rule.R47, group.path(), "has pixels of %s m".formatted(Members.text(pixel)));
            }
        }
        for (StoreNode group : tree.multiscaleGroups()) {
            List<String> names = StoreTree.layout(group).stream()
                    .map(entry -> entry.path("asset").asText())
                    .toList();
            List<String> chain = CHAIN.stream().map(SentinelTwoRules::level).toList();
            int first = names.isEmpty() ? -1 : chain.indexOf(names.getFirst());
            boolean gapless = first >= 0
                    && first + names.size() <= chain.size()
                    && chain.subList(first, first + names.size()).equals(names);
            if (!gapless) {
                found.error(
                        Rule.R47, group.path(), "has the levels %s, which are no part of %s".formatted(names, chain));
            }
        }
    }

    // --- bands

    private void checkBands() {
        Optional<String> processing = tree.sentinelTwoLevel();
        for (int metres : List.of(20, 60)) {
            Map<String, Integer> injected = injected(processing.orElse(""), metres);
            injected.forEach((band, from) -> checkInjected(band, metres, from));
        }
        Set<String> expected = bands(60);
        for (int metres : CHAIN.subList(3, CHAIN.size())) {
            String path = StoreTree.REFLECTANCE + "/" + level(metres);
            if (tree.node(path).isPresent()) {
                var missing = new TreeSet<>(expected);
                missing.removeAll(bands(metres));
                missing.forEach(band -> found.error(Rule.R45, path, "%s of r60m is missing".formatted(band)));
            }
        }
    }

    /// The bands that a level takes from a finer one, by name, with that level.
    private static Map<String, Integer> injected(String processing, int metres) {
        var injected = new TreeMap<String, Integer>();
        switch (processing) {
            case "L2A" -> injected.put("b08", 10);
            case "L1C" -> {
                TEN.forEach(band -> injected.put(band, 10));
                if (metres == 60) {
                    TWENTY.forEach(band -> injected.put(band, 20));
                }
            }
            default -> {}
        }
        return injected;
    }

    private void checkInjected(String band, int metres, int from) {
        String base = StoreTree.REFLECTANCE + "/";
        String path = base + level(metres);
        if (tree.node(base + level(from) + "/" + band).isEmpty()
                || tree.node(path).isEmpty()) {
            return;
        }
        Optional<StoreNode> array = tree.node(path + "/" + band);
        if (array.isEmpty()) {
            found.error(Rule.R45, path, "%s is missing; it is averaged from r%dm".formatted(band, from));
            return;
        }
        JsonNode stated = array.get().attribute("_derived_from");
        if (!stated.asText().equals(level(from))) {
            found.error(
                    Rule.R46,
                    array.get().path(),
                    "_derived_from is %s, not \"r%sm\"".formatted(Members.quoted(stated), from));
        }
    }

    private Set<String> bands(int metres) {
        var bands = new TreeSet<String>();
        tree.node(StoreTree.REFLECTANCE + "/" + level(metres)).ifPresent(group -> tree.arraysIn(group).stream()
                .filter(SentinelTwoRules::isReflectance)
                .forEach(array -> bands.add(array.name())));
        return bands;
    }

    // --- masks and probabilities

    private void checkAuxiliary(String base, Rule rule, int finest, String variable) {
        Optional<StoreNode> group = tree.node(base);
        if (group.isEmpty() || group.get().isMultiscale()) {
            return;
        }
        var coarse = new ArrayList<String>();
        CHAIN.subList(3, CHAIN.size()).stream()
                .map(SentinelTwoRules::level)
                .filter(name -> tree.child(group.get(), name).isPresent())
                .forEach(coarse::add);
        if (!coarse.isEmpty()) {
            found.error(Rule.R59, base, "holds the levels %s and has no attribute multiscales".formatted(coarse));
        } else if (tree.node(base + "/" + level(finest) + "/" + variable).isPresent()
                && tree.node(StoreTree.REFLECTANCE + "/r120m").isPresent()) {
            found.warning(rule, base, "has no coarser levels of %s, as reflectance has".formatted(variable));
        }
    }

    private void checkResampling() {
        checkResampling(StoreTree.REFLECTANCE, Rule.R47, "average");
        checkResampling(SCENE_CLASSES, Rule.R52, "nearest");
        checkResampling(PROBABILITY, Rule.R57, "average");
        tree.node(L1C_CLASSES).ifPresent(group -> {
            JsonNode method = group.attribute("multiscales").path("resampling_method");
            if (!method.isMissingNode()) {
                found.error(
                        Rule.R53,
                        L1C_CLASSES,
                        "resampling_method is %s; flags are combined by OR, which has no name"
                                .formatted(Members.quoted(method)));
            }
        });
    }

    private void checkResampling(String base, Rule rule, String expected) {
        tree.node(base).filter(StoreNode::isMultiscale).ifPresent(group -> {
            JsonNode method = group.attribute("multiscales").path("resampling_method");
            if (!method.asText().equals(expected)) {
                found.error(
                        rule, base, "resampling_method is %s, not \"%s\"".formatted(Members.quoted(method), expected));
            }
        });
    }

    // --- attributes

    private void checkArray(StoreNode array) {
        if (isReflectance(array)) {
            checkStandardName(array);
        }
        if (array.path().startsWith(SCENE_CLASSES + "/") && array.name().equals("scl")) {
            checkSceneClasses(array);
        }
    }

    private void checkStandardName(StoreNode array) {
        String toa = "toa_bidirectional_reflectance";
        String surface = "surface_bidirectional_reflectance";
        List<String> possible =
                switch (tree.sentinelTwoLevel().orElse("")) {
                    case "L1C" -> List.of(toa);
                    case "L2A" -> List.of(surface);
                    default -> List.of(toa, surface);
                };
        JsonNode name = array.attribute("standard_name");
        if (!possible.contains(name.asText())) {
            found.error(
                    Rule.R67,
                    array.path(),
                    "standard_name is %s, not %s".formatted(Members.quoted(name), String.join(" or ", possible)));
        }
    }

    private void checkSceneClasses(StoreNode array) {
        JsonNode values = array.attribute("flag_values");
        boolean numbered = values.isArray() && values.size() == CLASSES;
        for (int value = 0; numbered && value < CLASSES; value++) {
            numbered = Members.isNumber(values.get(value), value);
        }
        if (!numbered) {
            found.error(Rule.R56, array.path(), "flag_values are %s, not 0 to 11".formatted(Members.quoted(values)));
        }
        JsonNode meanings = array.attribute("flag_meanings");
        if (!meanings.asText().equals(CLASS_MEANINGS)) {
            found.error(
                    Rule.R56,
                    array.path(),
                    "flag_meanings are %s, not those of the scene classes".formatted(Members.quoted(meanings)));
        }
    }
}
