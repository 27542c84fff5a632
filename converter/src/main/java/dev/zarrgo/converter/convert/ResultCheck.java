package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.store.DocumentStore;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.MetadataDocuments;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Validates a store before it is published: the documents as soon as they are prepared, the data when they
/// are written.
final class ResultCheck {

    /// Violations that a message names.
    private static final int NAMED = 3;

    private final Location target;
    private final StoreValidator validator;

    /// Checks the documents.
    ///
    /// @param target where the store is going to be
    ResultCheck(MetadataDocuments documents, Location target) {
        var all = new TreeMap<String, byte[]>();
        documents.steps().forEach(all::putAll);
        all.put(HierarchyWriter.ROOT_KEY, documents.root());
        this.target = target;
        this.validator = StoreValidator.ofMetadata(new DocumentStore(target, all), target);
    }

    /// Checks the data.
    ///
    /// @param store where they are now
    /// @throws RefusedException if they or the documents break a rule
    void finish(Store store) {
        ValidationReport report = validator.withData(store);
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
