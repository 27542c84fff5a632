package dev.zarrgo.webhook.view;

import dev.zarrgo.converter.store.MediaTypes;
import java.util.List;
import java.util.Optional;

/// An object that may be asked for: something in a store, or the picture beside one.
///
/// What else lies in the same folder – what is being written, locks, records of runs, the catalogue – is
/// not there for readers.
///
/// Source: rules P1, R82, R83.
///
/// @param collection that the store belongs to
/// @param key of the object below the folder of all stores
record StorePath(String collection, String key) {

    private static final String STORE = ".zarr";
    private static final String PICTURE = ".overview.png";
    private static final int MAX_LETTERS = 1024;

    /// @param path decoded, without a slash at its beginning
    /// @return empty if there cannot be such an object
    static Optional<StorePath> parse(String path) {
        if (path.length() > MAX_LETTERS || path.chars().anyMatch(Character::isISOControl) || path.contains("\\")) {
            return Optional.empty();
        }
        List<String> segments = List.of(path.split("/", -1));
        if (segments.size() < 2 || !segments.stream().allMatch(StorePath::isName)) {
            return Optional.empty();
        }
        boolean inStore = segments.size() > 2 && segments.get(1).endsWith(STORE);
        boolean picture = segments.size() == 2 && segments.get(1).endsWith(PICTURE);
        return inStore || picture ? Optional.of(new StorePath(segments.getFirst(), path)) : Optional.empty();
    }

    private static boolean isName(String segment) {
        return !segment.isEmpty() && (!segment.startsWith(".") || MediaTypes.isDocumentOfV2(segment));
    }

    /// Metadata, which shrink to a tenth.
    boolean isDocument() {
        return MediaTypes.isJson(key);
    }

    boolean isPicture() {
        return key.endsWith(PICTURE);
    }

    String mediaType() {
        return MediaTypes.of(key);
    }
}
