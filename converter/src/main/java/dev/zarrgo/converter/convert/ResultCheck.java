package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
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

    /// Checks the documents, which say what the source says.
    ///
    /// @param target where the store is going to be
    /// @throws UnusableSourceException if they break a rule
    ResultCheck(MetadataDocuments documents, Location source, Location target) {
        var all = new TreeMap<String, byte[]>();
        documents.steps().forEach(all::putAll);
        all.put(HierarchyWriter.ROOT_KEY, documents.root());
        this.target = target;
        this.validator = StoreValidator.ofMetadata(new DocumentStore(target, all), target);
        ValidationReport report = validator.report();
        if (!report.isValid()) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_CORRUPT,
                    "%s: what its metadata say makes a store that breaks its rules in %d places: %s"
                            .formatted(source.name(), report.errors(), first(report)),
                    "fetch the product again; if it is whole, report this; --no-validate publishes the store all the"
                            + " same");
        }
    }

    /// Checks the data.
    ///
    /// @param store where they are now
    /// @throws RefusedException if they break a rule
    void finish(Store store) {
        ValidationReport report = validator.withData(store);
        if (!report.isValid()) {
            throw new RefusedException(
                    FailureCode.OUTPUT_INVALID,
                    "%s would break its rules in %d places: %s".formatted(target, report.errors(), first(report)),
                    "this is a bug in zarrgo: report it; --no-validate publishes the store all the same");
        }
    }

    private static String first(ValidationReport report) {
        return report.violations().stream()
                .filter(violation -> violation.severity() == Severity.ERROR)
                .limit(NAMED)
                .map(violation -> "%s %s %s".formatted(violation.rule(), violation.path(), violation.message()))
                .collect(Collectors.joining("; "));
    }
}
