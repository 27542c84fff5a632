package dev.zarrgo.converter.store;

import java.util.List;
import java.util.Locale;

/// What kind of content an object has, by its name.
public final class MediaTypes {

    private static final List<String> DOCUMENTS_OF_V2 = List.of(".zgroup", ".zarray", ".zattrs", ".zmetadata");

    private MediaTypes() {}

    /// The media type of the object `key`; that of bytes for chunks and whatever else has none of its own.
    public static String of(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.endsWith(".json") || DOCUMENTS_OF_V2.contains(name)) {
            return "application/json";
        }
        if (name.endsWith(".png")) {
            return "image/png";
        }
        return name.endsWith(".html") ? "text/html; charset=utf-8" : "application/octet-stream";
    }
}
