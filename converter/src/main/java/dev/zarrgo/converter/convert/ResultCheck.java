package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.OverlaidStore;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import java.util.Map;
import java.util.stream.Collectors;

/// Validates what was written before it is published.
final class ResultCheck {

    /// Violations that a message names.
    private static final int NAMED = 3;

    private ResultCheck() {}

    /// @param store everything but the root document
    /// @param root that document
    /// @param target where the store is going to be
    /// @throws RefusedException if the store breaks a rule
    static void run(Store store, byte[] root, Location target) {
        var complete = new OverlaidStore(store, Map.of(HierarchyWriter.ROOT_KEY, root));
        ValidationReport report = StoreValidator.validate(complete, target);
        if (!report.isValid()) {
            String first = report.violations().stream()
                    .filter(violation -> violation.severity() == Severity.ERROR)
                    .limit(NAMED)
                    .map(violation -> "%s %s %s".formatted(violation.rule(), violation.path(), violation.message()))
                    .collect(Collectors.joining("; "));
            throw new RefusedException(
                    FailureCode.OUTPUT_INVALID,
                    "%s would break its rules in %d places: %s".formatted(target, report.errors(), first),
                    "this is a bug in zarrgo: report it; --no-validate publishes the store all the same");
        }
    }
}
