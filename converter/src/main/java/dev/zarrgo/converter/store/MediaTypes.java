package dev.zarrgo.converter.store;

import java.util.Locale;
import java.util.Set;

/// What kind of content an object has, by its name.
public final class MediaTypes {

    private static final String JSON = "application/json";
    private static final Set<String> DOCUMENTS_OF_V2 = Set.of(".zgroup", ".zarray", ".zattrs", ".zmetadata");

    private MediaTypes() {}

    /// The media type of the object `key`; that of bytes for chunks and whatever else has none of its own.
    public static String of(String key) {
        if (isJson(key)) {
            return JSON;
        }
        String name = key.toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return "image/png";
        }
        return name.endsWith(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
    }

    /// Whether the object is a JSON document: metadata of either version of Zarr, a STAC item.
    public static boolean isJson(String key) {
        return key.endsWith(".json") || isDocumentOfV2(key.substring(key.lastIndexOf('/') + 1));
    }

    /// Whether an object of this name holds metadata of Zarr v2.
    public static boolean isDocumentOfV2(String name) {
        return DOCUMENTS_OF_V2.contains(name);
    }
}
