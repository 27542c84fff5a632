package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says where on S3 each asset lies, and in which storage class.
///
/// Source: rules P47 to P49.
final class StorageMetadata {

    private final ObjectNode item;
    private final StoreHrefs hrefs;
    private final Optional<S3Platform> platform;
    private final StorageClasses classes;
    private final Map<String, ObjectNode> schemes = new TreeMap<>();

    StorageMetadata(ObjectNode item, StoreHrefs hrefs, Optional<S3Platform> platform, StorageClasses classes) {
        this.item = item;
        this.hrefs = hrefs;
        this.platform = platform;
        this.classes = classes;
    }

    /// Writes the alternate of an asset.
    ///
    /// @param path in the store
    void describe(ObjectNode asset, String path) {
        Optional<String> href = hrefs.s3Of(path);
        if (href.isEmpty()) {
            return;
        }
        ObjectNode alternate =
                asset.get("alternate") instanceof ObjectNode known ? known : asset.putObject("alternate");
        ObjectNode s3 = Json.object().put("href", href.get());
        if (platform.isPresent()) {
            classes.below(path).filter(counts -> !counts.isEmpty()).ifPresent(counts -> {
                s3.set("storage:refs", Json.texts(List.of(scheme(platform.get(), counts))));
                ObjectNode objects = s3.putObject("objects_per_storage_class");
                new TreeMap<>(counts).forEach(objects::put);
            });
        }
        alternate.set("s3", s3);
    }

    private String scheme(S3Platform platform, Map<String, Integer> counts) {
        String storageClass =
                counts.size() > 1 ? "MIXED" : counts.keySet().iterator().next();
        String name =
                switch (storageClass) {
                    case "STANDARD" -> "standard";
                    case "EXPRESS_ONEZONE" -> "performance";
                    case "STANDARD_IA" -> "glacier";
                    case "MIXED" -> "mixed";
                    default -> storageClass.toLowerCase(Locale.ROOT);
                };
        String bucket = hrefs.s3().orElseThrow().replaceFirst("^s3://([^/]*)/.*$", "$1");
        schemes.put(name, platform.scheme(bucket, storageClass));
        return name;
    }

    /// Writes the schemes that assets refer to, and declares what was written.
    void finish() {
        ObjectNode properties = Item.propertiesOf(item);
        if (schemes.isEmpty()) {
            properties.remove("storage:schemes");
            Extension.STORAGE.withdrawFrom(item);
        } else {
            ObjectNode all = properties.putObject("storage:schemes");
            schemes.forEach(all::set);
            Extension.STORAGE.declareIn(item);
        }
        boolean alternates = false;
        for (JsonNode asset : item.path("assets")) {
            alternates |= asset.has("alternate");
        }
        if (alternates) {
            Extension.ALTERNATE_ASSETS.declareIn(item);
        } else {
            Extension.ALTERNATE_ASSETS.withdrawFrom(item);
        }
    }
}
