package dev.zarrgo.converter.product;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.Locale;
import java.util.Optional;

/// Tells what kind of product a hierarchy is, by what it says of itself, else by its structure.
///
/// Source: rules I13 to I15.
public final class ProductDetector {

    /// What stands before the level in the names of products.
    private static final String IN_NAMES = "MSI";

    private ProductDetector() {}

    /// @param name of the store, the last resort for the processing level
    /// @param level what the caller says the processing level is
    /// @throws InvalidRequestException if the processing level of a Sentinel-2 product stays unknown, or is
    ///     another one
    public static Product detect(Hierarchy source, String name, Optional<ProcessingLevel> level) {
        String type = discovery(source).path("properties").path("product:type").asText();
        if (type.equals("S02MSIL1C") || type.equals("S02MSIL2A")) {
            return sentinelTwo(source, name, level);
        }
        if (type.equals("S03OLCEFR") || type.equals("S03OLCERR")) {
            return new Product.Other("Sentinel-3 OLCI");
        }
        if (type.startsWith("S01")) {
            return new Product.Other("Sentinel-1");
        }
        return byStructure(source, name, level);
    }

    private static Product byStructure(Hierarchy source, String name, Optional<ProcessingLevel> level) {
        for (S2Resolution resolution : S2Resolution.NATIVE) {
            if (source.group(S2Layout.REFLECTANCE + "/" + resolution.id()).isPresent()) {
                return sentinelTwo(source, name, level);
            }
        }
        if (source.array("measurements/oa01_radiance").isPresent()) {
            return new Product.Other("Sentinel-3 OLCI");
        }
        boolean grd = source.groupsIn("").stream()
                .anyMatch(group -> source.array(group + "/measurements/grd").isPresent());
        return new Product.Other(grd ? "Sentinel-1" : "generic");
    }

    private static Product sentinelTwo(Hierarchy source, String name, Optional<ProcessingLevel> level) {
        JsonNode discovery = discovery(source);
        String type = discovery.path("properties").path("product:type").asText();
        Optional<ProcessingLevel> stated = levelIn(type, "")
                .or(() -> levelIn(discovery.path("id").asText(), IN_NAMES))
                .or(() -> levelIn(name, IN_NAMES));
        if (level.isPresent() && stated.isPresent() && !level.equals(stated)) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: the product is %s, and not %s".formatted(name, stated.get(), level.get()),
                    "leave --level out");
        }
        return stated.or(() -> level)
                .map(Product.SentinelTwo::new)
                .orElseThrow(() -> new InvalidRequestException(
                        FailureCode.USAGE,
                        "%s: a Sentinel-2 product of unknown processing level".formatted(name),
                        "say --level L1C or --level L2A"));
    }

    private static Optional<ProcessingLevel> levelIn(String text, String prefix) {
        String upper = text.toUpperCase(Locale.ROOT);
        for (ProcessingLevel level : ProcessingLevel.values()) {
            if (upper.contains(prefix + level.name())) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private static JsonNode discovery(Hierarchy source) {
        return source.root().attributes().path("stac_discovery");
    }
}
