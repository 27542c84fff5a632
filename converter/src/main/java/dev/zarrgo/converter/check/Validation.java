package dev.zarrgo.converter.check;

import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.geozarr.Violation;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.ProductDetector;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import java.util.List;
import java.util.Optional;

/// Validates a GeoZarr store, with its source if that is given, or a product.
///
/// Source: section 15 of the output specification.
public final class Validation {

    private final ValidationRequest request;
    private final Progress progress;
    private final Cancellation cancellation;

    private Validation(ValidationRequest request, Progress progress, Cancellation cancellation) {
        this.request = request;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /// @param progress is told how far it is, where it takes long
    /// @param cancellation ends it early
    /// @throws UnusableSourceException if there is nothing, or the source cannot be read
    public static ValidationOutcome run(ValidationRequest request, Progress progress, Cancellation cancellation) {
        return new Validation(request, progress, cancellation).run();
    }

    private ValidationOutcome run() {
        try (Store store = Stores.open(request.store())) {
            Optional<HierarchyReader.Survey> survey = survey(store);
            Optional<Product> product =
                    survey.map(HierarchyReader.Survey::hierarchy).flatMap(this::product);
            if (survey.isPresent() && product.isPresent()) {
                return validateProduct(store, survey.get(), product.get());
            }
            return validateStore(store, survey.map(HierarchyReader.Survey::hierarchy));
        }
    }

    /// @return empty if what is there cannot be read as a whole; the validator then says why
    /// @throws UnusableSourceException if there is nothing
    private static Optional<HierarchyReader.Survey> survey(Store store) {
        try {
            return Optional.of(HierarchyReader.survey(store));
        } catch (UnusableSourceException broken) {
            if (broken.code() == FailureCode.SOURCE_NOT_FOUND && !StoreValidator.holdsNodes(store)) {
                throw broken;
            }
            boolean zarr2 =
                    store.open(HierarchyWriter.ROOT_KEY).isEmpty() && broken.code() != FailureCode.SOURCE_NOT_FOUND;
            if (zarr2) {
                throw broken;
            }
            return Optional.empty();
        }
    }

    /// What product this is, if it is one and no GeoZarr store made from it.
    private Optional<Product> product(Hierarchy hierarchy) {
        if (StoreValidator.isGeoZarr(hierarchy)) {
            return Optional.empty();
        }
        Product product = detect(hierarchy, request.store());
        boolean zarr2 = hierarchy.arrays().values().stream().anyMatch(array -> array.zarrFormat() == 2);
        boolean known =
                !(product instanceof Product.Other other) || !other.name().equals("generic");
        return zarr2 || known ? Optional.of(product) : Optional.empty();
    }

    private static Product detect(Hierarchy hierarchy, Location location) {
        try {
            return ProductDetector.detect(hierarchy, location.name(), Optional.empty());
        } catch (InvalidRequestException _) {
            return new Product.SentinelTwo(Product.ProcessingLevel.L2A); // the one with fewer bands of its own
        }
    }

    private ValidationOutcome validateProduct(Store store, HierarchyReader.Survey survey, Product product) {
        if (request.source().isPresent()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s is a product; --source goes with a store that was made from one".formatted(request.store()));
        }
        return ProductCheck.run(store, survey, product, request.threads(), progress, cancellation);
    }

    private ValidationOutcome validateStore(Store store, Optional<Hierarchy> hierarchy) {
        ValidationReport report = StoreValidator.validate(store);
        cancellation.check();
        if (request.source().isEmpty() || hierarchy.isEmpty()) {
            return new ValidationOutcome(report, Optional.empty(), Optional.empty());
        }
        ValueReport values = compare(store, hierarchy.get(), request.source().get());
        var merged = new ValidationReport(report.store(), report.rules(), withoutEmpty(report, values))
                .and(ValueCheck.RULES, values.violations());
        return new ValidationOutcome(merged, Optional.of(values), Optional.empty());
    }

    /// An array without data is no surprise if the source has none (rule V10).
    private static List<Violation> withoutEmpty(ValidationReport report, ValueReport values) {
        return report.violations().stream()
                .filter(violation -> !StoreValidator.isAboutEmptyArray(violation)
                        || !isEqual(values, violation.path().substring(1)))
                .toList();
    }

    private static boolean isEqual(ValueReport values, String path) {
        return values.exact().contains(path) || values.derived().contains(path);
    }

    private ValueReport compare(Store store, Hierarchy target, Location location) {
        try (Store source = Stores.open(location)) {
            Hierarchy hierarchy = HierarchyReader.read(source);
            if (!(detect(hierarchy, location) instanceof Product.SentinelTwo product)) {
                throw new UnusableSourceException(
                        FailureCode.SOURCE_UNSUPPORTED,
                        "%s is no Sentinel-2 product; values are compared with those only".formatted(location));
            }
            return ValueCheck.run(
                    source, hierarchy, product.level(), store, target, request.threads(), progress, cancellation);
        }
    }
}
