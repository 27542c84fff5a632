package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Which members of a catalogue item are the registrar's, and which are somebody else's and stay.
///
/// Source: rule P86.
public final class Ownership {

    private static final Set<String> LINKS =
            Set.of("self", "collection", "parent", "root", "store", "derived_from", "items", "canonical");

    /// Links of these relations are ours when they are about the item; an operator may add others.
    private static final Set<String> VISUAL = Set.of("viewer", "xyz", "tilejson", "via", "wmts", "preview");

    /// Members of an asset that say what is stored.
    private static final Set<String> ASSET = Set.of(
            "href",
            "type",
            "title",
            "description",
            "roles",
            "gsd",
            "bands",
            "data_type",
            "nodata",
            "statistics",
            "unit");

    private static final List<String> ASSET_PREFIXES =
            List.of("proj:", "cube:", "raster:", "eo:", "storage:", "xarray:");

    private Ownership() {}

    /// The new item with everything of the old one that is not the registrar's.
    ///
    /// @param item as built; stays as it is
    /// @param existing what the catalogue holds now
    /// @param hrefs into the store
    public static Item keepingForeign(Item item, Item existing, StoreHrefs hrefs) {
        ObjectNode merged = item.document().deepCopy();
        existing.document().properties().forEach(member -> {
            if (!merged.has(member.getKey())) {
                merged.set(member.getKey(), member.getValue().deepCopy());
            }
        });
        mergeProperties(merged, existing);
        mergeAssets(merged, existing, hrefs);
        mergeLinks(merged, existing);
        mergeExtensions(merged, existing);
        return new Item(merged);
    }

    private static void mergeProperties(ObjectNode merged, Item existing) {
        ObjectNode properties = Item.propertiesOf(merged);
        existing.document().path("properties").properties().forEach(member -> {
            String name = member.getKey();
            boolean owned = name.startsWith("proj:")
                    || name.equals("storage:schemes")
                    || name.equals("expires")
                    || name.equals("bands");
            if (!owned && !properties.has(name)) {
                properties.set(name, member.getValue().deepCopy());
            }
        });
    }

    private static void mergeAssets(ObjectNode merged, Item existing, StoreHrefs hrefs) {
        ObjectNode assets = Item.assetsOf(merged);
        for (Map.Entry<String, JsonNode> entry : existing.assets().properties()) {
            String key = entry.getKey();
            JsonNode old = entry.getValue();
            if (assets.get(key) instanceof ObjectNode asset) {
                if (key.equals("thumbnail") && !isOwnThumbnail(old, merged)) {
                    assets.set(key, old.deepCopy());
                } else {
                    mergeAsset(asset, old);
                }
            } else if (!isOwn(old, hrefs) && !isOwnPicture(key, old, merged)) {
                assets.set(key, old.deepCopy());
            }
        }
    }

    /// A thumbnail of the tile server, or our own picture.
    private static boolean isOwnThumbnail(JsonNode asset, ObjectNode item) {
        String href = asset.path("href").asText();
        String id = item.path("id").asText();
        return href.contains("/items/%s/preview?".formatted(id)) || href.endsWith(id + Overview.SUFFIX);
    }

    private static boolean isOwnPicture(String key, JsonNode asset, ObjectNode item) {
        return key.equals(Overview.KEY)
                ? asset.path("href").asText().endsWith(Overview.SUFFIX)
                : key.equals("thumbnail") && isOwnThumbnail(asset, item);
    }

    /// Whether an asset leads into the store.
    private static boolean isOwn(JsonNode asset, StoreHrefs hrefs) {
        String href = asset.path("href").asText();
        String alternate = asset.path("alternate").path("s3").path("href").asText();
        return href.startsWith(hrefs.root() + "/")
                || href.equals(hrefs.root())
                || hrefs.s3()
                        .filter(root -> href.startsWith(root) || alternate.startsWith(root))
                        .isPresent();
    }

    private static void mergeAsset(ObjectNode asset, JsonNode old) {
        old.properties().forEach(member -> {
            String name = member.getKey();
            boolean owned = ASSET.contains(name)
                    || name.equals("alternate")
                    || ASSET_PREFIXES.stream().anyMatch(name::startsWith);
            if (!owned && !asset.has(name)) {
                asset.set(name, member.getValue().deepCopy());
            }
        });
        old.path("alternate").properties().forEach(alternate -> {
            boolean owned = Set.of("s3", "xarray").contains(alternate.getKey());
            if (!owned) {
                ObjectNode all =
                        asset.get("alternate") instanceof ObjectNode known ? known : asset.putObject("alternate");
                all.set(alternate.getKey(), alternate.getValue().deepCopy());
            }
        });
    }

    private static void mergeLinks(ObjectNode merged, Item existing) {
        ArrayNode links = Item.linksOf(merged);
        var known = new TreeSet<String>();
        links.forEach(link -> known.add(identity(link)));
        String about = "/items/" + merged.path("id").asText();
        for (JsonNode link : existing.links()) {
            String rel = link.path("rel").asText();
            boolean owned = LINKS.contains(rel)
                    || (VISUAL.contains(rel) && link.path("href").asText().contains(about));
            if (!owned && known.add(identity(link))) {
                links.add(link.deepCopy());
            }
        }
    }

    private static String identity(JsonNode link) {
        return link.path("rel").asText() + " " + link.path("href").asText();
    }

    private static void mergeExtensions(ObjectNode merged, Item existing) {
        var known = new TreeSet<String>();
        merged.path("stac_extensions").forEach(address -> known.add(name(address.asText())));
        ArrayNode all = merged.withArray("stac_extensions");
        for (JsonNode address : existing.document().path("stac_extensions")) {
            if (!Extension.isKnown(address.asText()) && known.add(name(address.asText()))) {
                all.add(address.asText());
            }
        }
        Extension.usedBy(merged).forEach(extension -> extension.declareIn(merged));
    }

    private static String name(String address) {
        return Extension.idOf(address).orElse(address);
    }
}
