package dev.zarrgo.converter.zarr;

import java.util.List;

/// How the key of a chunk is made from its index.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/core/index.html#chunk-key-encoding>
public enum ChunkKeys {
    /// `c/0/1`
    DEFAULT_SLASH("/", true),
    /// `c.0.1`
    DEFAULT_DOT(".", true),
    /// `0/1`
    V2_SLASH("/", false),
    /// `0.1`
    V2_DOT(".", false);

    private final String separator;
    private final boolean prefixed;

    ChunkKeys(String separator, boolean prefixed) {
        this.separator = separator;
        this.prefixed = prefixed;
    }

    static ChunkKeys of(boolean prefixed, String separator) {
        boolean slash = separator.equals("/");
        if (prefixed) {
            return slash ? DEFAULT_SLASH : DEFAULT_DOT;
        }
        return slash ? V2_SLASH : V2_DOT;
    }

    /// The name in Zarr v3 metadata.
    String zarrName() {
        return prefixed ? "default" : "v2";
    }

    String separator() {
        return separator;
    }

    /// The key below the array, for the chunk at `index`.
    public String key(List<Integer> index) {
        var key = new StringBuilder();
        if (prefixed) {
            key.append('c');
        }
        for (int i = 0; i < index.size(); i++) {
            if (prefixed || i > 0) {
                key.append(separator);
            }
            key.append(index.get(i));
        }
        if (!prefixed && index.isEmpty()) {
            key.append('0');
        }
        return key.toString();
    }
}
