package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// All nodes of a store, and which of them play which part.
final class StoreTree {

    static final String REFLECTANCE = "measurements/reflectance";

    /// Where groups with rasters have to carry georeferences (rule R22); the first segment may be that of a
    /// polarisation.
    private static final Pattern RASTER_PART =
            Pattern.compile("(?:[^/]+/)?(?:measurements|quality|conditions/mask)(?:/.*)?");

    private final Location location;
    private final NavigableMap<String, StoreNode> nodes;
    private final Map<String, List<StoreNode>> children = new TreeMap<>();
    private final Set<String> levels = new HashSet<>();
    private final List<RasterGroup> rasterGroups = new ArrayList<>();

    StoreTree(Location location, NavigableMap<String, StoreNode> nodes) {
        this.location = location;
        this.nodes = nodes;
        for (StoreNode node : nodes.values()) {
            if (!node.path().isEmpty()) {
                children.computeIfAbsent(node.parent(), _ -> new ArrayList<>()).add(node);
            }
        }
        multiscaleGroups().forEach(group -> assets(group).forEach(asset -> levels.add(group.path() + "/" + asset)));
        groups().forEach(this::addRasterGroup);
    }

    private void addRasterGroup(StoreNode group) {
        List<StoreNode> rasters = rastersIn(group);
        boolean stated = group.attributes().has("spatial:transform")
                || group.attributes().has("spatial:bbox");
        boolean must = RASTER_PART.matcher(group.path()).matches();
        if (isLevel(group) || (!group.isMultiscale() && !rasters.isEmpty() && (stated || must))) {
            rasterGroups.add(new RasterGroup(group, rasters));
        }
    }

    private List<StoreNode> rastersIn(StoreNode group) {
        return arraysIn(group).stream().filter(StoreTree::isRaster).toList();
    }

    private static boolean isRaster(StoreNode array) {
        List<String> dimensions = array.dimensions();
        int rank = dimensions.size();
        return array.rank() >= 2
                && (rank != array.rank() || dimensions.subList(rank - 2, rank).equals(RasterGroup.DIMENSIONS));
    }

    /// Where the store is, or will be.
    Location location() {
        return location;
    }

    StoreNode root() {
        return nodes.firstEntry().getValue();
    }

    Optional<StoreNode> node(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    List<StoreNode> nodes() {
        return List.copyOf(nodes.values());
    }

    List<StoreNode> groups() {
        return nodes.values().stream().filter(StoreNode::isGroup).toList();
    }

    List<StoreNode> arrays() {
        return nodes.values().stream().filter(StoreNode::isArray).toList();
    }

    List<StoreNode> childrenOf(StoreNode group) {
        return children.getOrDefault(group.path(), List.of());
    }

    List<StoreNode> arraysIn(StoreNode group) {
        return childrenOf(group).stream().filter(StoreNode::isArray).toList();
    }

    Optional<StoreNode> child(StoreNode group, String name) {
        return node(Hierarchy.child(group.path(), name));
    }

    /// Everything below a group by path, without the group itself.
    NavigableMap<String, StoreNode> below(StoreNode group) {
        return group.path().isEmpty()
                ? nodes.tailMap("", false)
                : nodes.subMap(group.path() + "/", false, group.path() + "0", false); // '0' follows '/'
    }

    List<StoreNode> multiscaleGroups() {
        return groups().stream().filter(StoreNode::isMultiscale).toList();
    }

    /// The entries of the layout of a multiscale group.
    static List<JsonNode> layout(StoreNode group) {
        var entries = new ArrayList<JsonNode>();
        JsonNode layout = group.attribute("multiscales").path("layout");
        if (layout.isArray()) {
            layout.forEach(entries::add);
        }
        return entries;
    }

    private static List<String> assets(StoreNode group) {
        return layout(group).stream().map(entry -> entry.path("asset").asText()).toList();
    }

    /// Whether a multiscale group has this group in its layout.
    boolean isLevel(StoreNode group) {
        return levels.contains(group.path());
    }

    List<RasterGroup> rasterGroups() {
        return rasterGroups;
    }

    Optional<RasterGroup> rasterGroup(String path) {
        return rasterGroups.stream().filter(group -> group.path().equals(path)).findFirst();
    }

    /// Whether anything but the root has a reference system; native Sentinel-3 grids have none (rule V11).
    boolean isGeoreferenced() {
        return isSentinelTwo()
                || groups().stream().filter(group -> !group.path().isEmpty()).anyMatch(group -> CrsRules.KEYS.stream()
                        .anyMatch(group.attributes()::has));
    }

    /// Whether this was made from a Sentinel-2 product (rule I13).
    boolean isSentinelTwo() {
        return productType().startsWith("S02MSI") || node(REFLECTANCE).isPresent();
    }

    /// `L1C` or `L2A` (rule I15); empty where nothing says it.
    Optional<String> sentinelTwoLevel() {
        JsonNode discovery = root().attribute("stac_discovery");
        for (String text : List.of(productType(), discovery.path("id").asText(), location.name())) {
            for (String level : List.of("L1C", "L2A")) {
                if (text.contains(level)) {
                    return Optional.of(level);
                }
            }
        }
        return Optional.empty();
    }

    private String productType() {
        return root().attribute("stac_discovery")
                .path("properties")
                .path("product:type")
                .asText();
    }
}
