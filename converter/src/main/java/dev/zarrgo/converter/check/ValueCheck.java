package dev.zarrgo.converter.check;

import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.geozarr.Violation;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.Workers;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Compares every value of a store with the Sentinel-2 product it was made from: what was copied with the
/// source, what was computed with what the specification makes of the level before.
///
/// Works strip by strip, reads each stored byte once, and shares no arithmetic with the converter.
final class ValueCheck {

    /// The rules that only a source can show to be broken: R29, R35, R44, R49, R50, R51.
    static final int RULES = 6;

    private ValueCheck() {}

    /// @param source its product
    /// @param target the hierarchy of `store`, as far as it can be read
    /// @throws dev.zarrgo.converter.failure.UnusableSourceException if the product itself cannot be read
    static ValueReport run(
            Store sourceStore,
            Hierarchy source,
            ProcessingLevel level,
            Store store,
            Hierarchy target,
            int threads,
            Progress progress,
            Cancellation cancellation) {
        ComparisonPlan plan = ComparisonPlan.of(source, target, level);
        var verdicts = new Verdicts();
        progress.planned(
                "comparing with " + sourceStore.location().name(),
                plan.rasters().size() + plan.tables().size(),
                bytes(plan.rasters()) + bytes(plan.tables()));
        MetadataComparison.run(source, sourceStore, target, plan, verdicts);
        var jobs = new ArrayList<Job<CheckContext>>();
        plan.rasters().stream()
                .sorted(Comparator.comparingLong(ComparisonPlan.Native::bytes).reversed())
                .forEach(raster -> jobs.add(new RasterComparison(raster, sourceStore, store, verdicts, progress)));
        if (!plan.tables().isEmpty()) {
            jobs.add(new TableComparison(plan.tables(), sourceStore, store, verdicts, progress));
        }
        Workers.run(jobs, threads, CheckContext::new, cancellation);
        var violations = new ArrayList<Violation>(plan.violations());
        violations.addAll(verdicts.violations());
        return new ValueReport(verdicts.exact(), verdicts.derived(), violations);
    }

    private static long bytes(List<ComparisonPlan.Native> arrays) {
        return arrays.stream().mapToLong(ComparisonPlan.Native::bytes).sum();
    }
}
