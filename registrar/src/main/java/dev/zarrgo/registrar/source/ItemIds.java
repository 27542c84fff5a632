package dev.zarrgo.registrar.source;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.regex.Pattern;

/// The one place where an item's id comes from: its own `id`, or the last segment of a product's location.
///
/// Source: rule P2.
public final class ItemIds {

    private static final Pattern SUFFIX = Pattern.compile("\\.(?:json|zarr|SAFE|SEN3)$");
    private static final String REFUSED = ":/?#[]@!$&'()*+,;=";

    private ItemIds() {}

    /// The id that an item, or the last segment of a location, stands for.
    ///
    /// @param name for example `S2A_….zarr`
    /// @throws InvalidRequestException if catalogues refuse such an id
    public static String of(String name) {
        String id = SUFFIX.matcher(name).replaceFirst("");
        boolean refused = id.isBlank()
                || id.contains("..")
                || id.chars().anyMatch(c -> Character.isISOControl(c) || REFUSED.indexOf(c) >= 0);
        if (refused) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' cannot be the id of an item".formatted(id),
                    "ids are not empty and hold neither '..' nor any of " + REFUSED);
        }
        return id;
    }
}
