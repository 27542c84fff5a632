package dev.zarrgo.registrar.source;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.List;

/// The one place where an item's id comes from: its own `id`, or the last segment of a product's location.
///
/// Source: rule P2.
public final class ItemIds {

    private static final List<String> SUFFIXES = List.of(".json", ".zarr", ".SAFE", ".SEN3");
    private static final String REFUSED = ":/?#[]@!$&'()*+,;=";

    private ItemIds() {}

    /// The id that an item, or the last segment of a location, stands for.
    ///
    /// @param name for example `S2A_….zarr`
    /// @throws InvalidRequestException if catalogues refuse such an id
    public static String of(String name) {
        String id = withoutSuffix(name);
        if (id.isBlank() || id.contains("..") || hasRefused(id)) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' cannot be the id of an item".formatted(id),
                    "ids are not empty and hold neither '..' nor any of " + REFUSED);
        }
        return id;
    }

    private static String withoutSuffix(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private static boolean hasRefused(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isISOControl(c) || REFUSED.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
