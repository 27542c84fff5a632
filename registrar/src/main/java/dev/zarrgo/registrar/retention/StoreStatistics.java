package dev.zarrgo.registrar.retention;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What there is of a store: objects, bytes and storage classes, of the whole and of each asset.
///
/// Source: rule P69.
///
/// @param classes objects by storage class; empty where the store has none
/// @param assets by key; without those that lie elsewhere
public record StoreStatistics(
        Location store, int objects, long bytes, SortedMap<String, Integer> classes, SortedMap<String, Share> assets) {

    /// What an asset has of it.
    public record Share(int objects, long bytes, SortedMap<String, Integer> classes) {

        ObjectNode json() {
            ObjectNode json = Json.object().put("objects", objects).put("bytes", bytes);
            if (!classes.isEmpty()) {
                classes.forEach(json.putObject("objects_per_storage_class")::put);
            }
            return json;
        }
    }

    public StoreStatistics {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        assets = Collections.unmodifiableSortedMap(new TreeMap<>(assets));
    }

    /// Lists a store.
    public static StoreStatistics of(Item item, Store store) {
        NavigableMap<String, Long> sizes = store.sizes("").orElseGet(TreeMap::new);
        NavigableMap<String, String> classes = store.storageClasses("").orElseGet(TreeMap::new);
        Share whole = share(sizes, classes);
        var assets = new TreeMap<String, Share>();
        for (Map.Entry<String, JsonNode> asset : item.assets().properties()) {
            ItemData.pathInStore(asset.getValue())
                    .ifPresent(path -> assets.put(asset.getKey(), share(below(sizes, path), below(classes, path))));
        }
        return new StoreStatistics(store.location(), whole.objects(), whole.bytes(), whole.classes(), assets);
    }

    private static <T> NavigableMap<String, T> below(NavigableMap<String, T> objects, String path) {
        return objects.subMap(path + "/", true, path + "0", false); // '0' follows '/'
    }

    private static Share share(Map<String, Long> sizes, Map<String, String> classes) {
        var counts = new TreeMap<String, Integer>();
        classes.values().forEach(name -> counts.merge(name, 1, Integer::sum));
        long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
        return new Share(sizes.size(), bytes, counts);
    }

    /// `{store, objects, bytes, objects_per_storage_class, assets: {key: {objects, bytes, …}}}`
    public ObjectNode json() {
        ObjectNode json = Json.object().put("store", store.toString());
        json.setAll(new Share(objects, bytes, classes).json());
        ObjectNode all = json.putObject("assets");
        assets.forEach((key, share) -> all.set(key, share.json()));
        return json;
    }
}
