package dev.zarrgo.converter.check;

import dev.zarrgo.converter.picture.Thumbnail;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a store or a product holds, with pictures.
///
/// @param pictures by group
public record IllustratedSummary(StoreSummary summary, Map<String, List<Thumbnail>> pictures) {

    public IllustratedSummary {
        pictures = Collections.unmodifiableMap(new TreeMap<>(pictures));
    }

    /// The pictures of a group; of the whole first, then of its levels, finest first.
    public List<Thumbnail> picturesOf(String group) {
        return pictures.getOrDefault(group, List.of());
    }
}
