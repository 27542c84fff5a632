package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.store.Location;

/// Which locations a store may have.
///
/// Source: rule R1.
final class TargetNames {

    private static final String SUFFIX = ".zarr";

    private TargetNames() {}

    static void check(Location source, Location target) {
        if (!target.name().endsWith(SUFFIX) || target.name().equals(SUFFIX)) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "%s: the name of a store ends in .zarr".formatted(target));
        }
        String parents = target.key().substring(0, target.key().lastIndexOf('/') + 1);
        if (parents.contains(SUFFIX + "/")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "%s lies in another store; stores do not nest".formatted(target));
        }
        if (source.equals(target)) {
            throw new InvalidRequestException(FailureCode.USAGE, "%s is both source and target".formatted(target));
        }
    }
}
