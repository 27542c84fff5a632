package dev.zarrgo.registrar.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.registrar.stac.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Where the Zarr hierarchy begins that an item's assets point into.
///
/// Source: rule I2.
///
/// @param href of the root, without a trailing `/`
/// @param others further roots that assets point into; usually none
public record ProductRoot(String href, List<String> others) {

    private static final String SUFFIX = ".zarr";

    public ProductRoot {
        others = List.copyOf(others);
    }

    /// @throws UnusableSourceException if no asset points to Zarr
    public static ProductRoot of(Item item) {
        return find(item)
                .orElseThrow(() -> new UnusableSourceException(
                        FailureCode.SOURCE_NOT_FOUND,
                        "No Zarr asset found in STAC item %s".formatted(item.id()),
                        "give an item whose assets point into a .zarr store"));
    }

    /// The root, if any asset has one: that of `product`, else of `zarr`, else of the first.
    public static Optional<ProductRoot> find(Item item) {
        var candidates = new ArrayList<String>();
        root(item.assets().path("product")).ifPresent(candidates::add);
        root(item.assets().path("zarr")).ifPresent(candidates::add);
        var all = new TreeSet<String>();
        for (Map.Entry<String, JsonNode> asset : item.assets().properties()) {
            root(asset.getValue()).ifPresent(root -> {
                candidates.add(root);
                all.add(root);
            });
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        all.remove(candidates.getFirst());
        return Optional.of(new ProductRoot(candidates.getFirst(), List.copyOf(all)));
    }

    private static Optional<String> root(JsonNode asset) {
        String href = asset.path("href").asText();
        for (int at = href.indexOf(SUFFIX); at >= 0; at = href.indexOf(SUFFIX, at + 1)) {
            int end = at + SUFFIX.length();
            if (end == href.length() || href.charAt(end) == '/') {
                return Optional.of(href.substring(0, end));
            }
        }
        return Optional.empty();
    }

    /// The path of an href below this root; empty for the root itself.
    ///
    /// @return empty if it leads elsewhere
    public Optional<String> below(String href) {
        if (href.equals(this.href) || href.equals(this.href + "/")) {
            return Optional.of("");
        }
        return href.startsWith(this.href + "/")
                ? Optional.of(href.substring(this.href.length() + 1).replaceFirst("/$", ""))
                : Optional.empty();
    }
}
