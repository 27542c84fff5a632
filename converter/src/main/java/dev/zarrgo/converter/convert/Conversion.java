package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.convert.ConversionReport.Outcome;
import dev.zarrgo.converter.convert.ConversionReport.Stage;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.ProductDetector;
import dev.zarrgo.converter.store.LockHolder;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.RecordedStore;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.Target;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Stream;

/// Converts a product to a GeoZarr store.
///
/// Plans first, from metadata alone; then moves the pixels; then writes the metadata, deepest first; and
/// last the root document, which makes the store visible. Until then a failure leaves nothing.
///
/// Source: section 13 of the output specification.
public final class Conversion {

    /// Metadata documents written side by side: most of the time is the file system's or the network's.
    private static final int DOCUMENTS_AT_ONCE = 16;

    private final ConversionRequest request;
    private final Progress progress;
    private final Cancellation cancellation;
    private final Timeline.Track track;
    private final Distances distances;
    private final long start = System.nanoTime();
    /// Where the last phase of this thread ended.
    private long phaseStart = start;

    private Conversion(ConversionRequest request, Progress progress, Cancellation cancellation) {
        this.request = request;
        this.progress = progress;
        this.cancellation = cancellation;
        this.track = progress.timeline().run();
        this.distances =
                Distances.of(request.connections(), Runtime.getRuntime().maxMemory());
    }

    /// @param progress is told how far it is
    /// @param cancellation ends it early, within a second
    public static ConversionReport run(ConversionRequest request, Progress progress, Cancellation cancellation) {
        return new Conversion(request, progress, cancellation).run();
    }

    private ConversionReport run() {
        TargetNames.check(request.source(), request.target());
        preload();
        try {
            return lockAndConvert();
        } catch (ZarrgoException failure) {
            cancellation.check(); // then whatever failed did so because of it
            throw failure;
        }
    }

    /// What fails here fails again where it is needed; there it is reported.
    private static void preload() {
        Thread.ofPlatform()
                .daemon()
                .name("preload")
                .uncaughtExceptionHandler((_, _) -> {})
                .start(PixelContext::preload);
    }

    private ConversionReport lockAndConvert() {
        try (Target target = Stores.lock(
                        request.target(),
                        HierarchyWriter.ROOT_KEY,
                        distances.target(),
                        LockHolder.here(request.connections().job()));
                Store source = new MeteredStore(Stores.open(request.source(), distances.source()), progress.source());
                var _ = cancellation.interrupting()) {
            HierarchyReader.Snapshot snapshot = HierarchyReader.snapshot(source);
            source.expect(ReadOrder.lines(snapshot.hierarchy()), () -> {});
            Fingerprint fingerprint = Fingerprint.of(snapshot.digest(), request.options());
            ConversionPlan plan = plan(source, snapshot, fingerprint);
            progress.planned(plan.label(), plan.arrays(), pixelBytes(plan));
            plan.target().arrays().forEach((path, array) -> progress.timeline().planned(path, bytes(array)));
            ended(Timeline.Stage.OPEN);
            boolean continued = request.left() == ConversionRequest.Leftover.CONTINUED
                    && target.interrupted()
                            .filter(run -> run.fingerprint().equals(fingerprint.text()))
                            .isPresent();
            boolean kept = request.existing() == ConversionRequest.Existing.KEEP && target.exists();
            if (kept && !continued && ExistingStore.isComplete(request, distances.target(), target, fingerprint)) {
                return report(plan, target, Outcome.UNCHANGED, 0);
            }
            return convert(plan, source, target, fingerprint, continued);
        }
    }

    private ConversionPlan plan(Store source, HierarchyReader.Snapshot snapshot, Fingerprint fingerprint) {
        String name = request.source().name();
        Product product = ProductDetector.detect(
                snapshot.hierarchy(), name, request.options().level());
        return switch (product) {
            case Product.SentinelTwo sentinelTwo ->
                S2Planner.plan(
                        source,
                        snapshot.hierarchy(),
                        sentinelTwo.level(),
                        request.options(),
                        fingerprint.provenance(
                                request.provenanceSource()
                                        .orElse(request.source().toString()),
                                ConverterVersion.NAME));
            case Product.Other other ->
                throw new UnusableSourceException(
                        FailureCode.SOURCE_UNSUPPORTED,
                        request.expected() == ConversionRequest.Expectation.SENTINEL_TWO
                                ? "%s: Input dataset is not a Sentinel-2 product".formatted(name)
                                : "%s is a %s product; Sentinel-2 L1C and L2A are converted"
                                        .formatted(name, other.name()));
        };
    }

    // --- the work

    private ConversionReport convert(
            ConversionPlan plan, Store source, Target target, Fingerprint fingerprint, boolean continued) {
        cancellation.check();
        try (WritableStore metered = new MeteredStore(continued ? target.resume() : target.begin(), progress.target());
                var store = new RecordedStore(metered);
                var journal = Journal.open(
                        target, store, fingerprint.text(), continued ? target.interrupted() : Optional.empty())) {
            try {
                return convert(plan, source, target, store, journal);
            } catch (ZarrgoException failure) {
                keep(target, journal, failure);
                throw failure;
            }
        }
    }

    private ConversionReport convert(
            ConversionPlan plan, Store source, Target target, RecordedStore store, Journal journal) {
        var pixels = new PixelPipeline(plan, source, store, request.options(), progress, journal);
        var metadata = new DocumentsJob(plan, request);
        long missing = pixels.run(request.threads(), metadata, cancellation);
        phaseStart = System.nanoTime();
        track.resume();
        for (Map<String, byte[]> step : metadata.documents().steps()) {
            Tasks.forEach(
                    step.entrySet(),
                    DOCUMENTS_AT_ONCE,
                    document -> store.put(document.getKey(), ByteBuffer.wrap(document.getValue())));
        }
        ended(Timeline.Stage.CONSOLIDATE);
        verify(store);
        metadata.check().ifPresent(check -> check.finish(store));
        cancellation.check();
        journal.close();
        store.put(HierarchyWriter.ROOT_KEY, ByteBuffer.wrap(metadata.documents().root()));
        target.publish();
        ended(Timeline.Stage.VERIFY);
        return report(plan, target, Outcome.CONVERTED, missing);
    }

    /// Leaves what is finished for another run, where it would be a pity to do it again: not on a local
    /// disk, where it takes seconds.
    private void keep(Target target, Journal journal, ZarrgoException failure) {
        boolean local = request.source().isFile() && request.target().isFile();
        boolean passing = failure instanceof InterruptedRunException || failure instanceof UnavailableException;
        if (local || !passing || journal.finishedArrays() == 0) {
            return;
        }
        var _ = Thread.interrupted(); // the notes are to be written all the same
        journal.close();
        try {
            journal.save();
            target.keep();
            progress.kept(journal.finishedArrays());
        } catch (ZarrgoException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    /// What was sent must be there (rule R85).
    private static void verify(RecordedStore store) {
        Optional<NavigableMap<String, Long>> listed = store.sizes("");
        if (listed.isEmpty()) {
            return; // a bucket that may not be listed; each object was acknowledged by itself
        }
        store.written().forEach((key, object) -> {
            long actual = listed.get().getOrDefault(key, -1L);
            if (actual != object.size()) {
                throw new RefusedException(
                        FailureCode.OUTPUT_INVALID,
                        "%s/%s has %,d bytes after %,d were written"
                                .formatted(store.location(), key, actual, object.size()),
                        "check the disk, and run again");
            }
        });
    }

    private static long pixelBytes(ConversionPlan plan) {
        long bytes = 0;
        for (ArrayMetadata array : plan.target().arrays().values()) {
            bytes += bytes(array);
        }
        return bytes;
    }

    private static long bytes(ArrayMetadata array) {
        return array.rank() == 0 ? 0 : array.elements() * array.storedType().bytes();
    }

    /// A phase outside the workers is over, and the next one begins.
    private void ended(Timeline.Stage phase) {
        long now = System.nanoTime();
        track.add(phase, "", phaseStart, now);
        phaseStart = now;
    }

    // --- the report

    private ConversionReport report(ConversionPlan plan, Target target, Outcome outcome, long missing) {
        TimeUse use = TimeUse.of(progress.timeline());
        return new ConversionReport(
                plan.label(),
                request.target(),
                outcome,
                progress.source().objectsRead(),
                progress.source().bytesRead(),
                progress.pixelBytesDone(),
                plan.target().arrays().size(),
                plan.target().nodes().size() - plan.target().arrays().size(),
                progress.target().objectsWritten(),
                progress.target().bytesWritten(),
                missing,
                Duration.ofNanos(System.nanoTime() - start),
                use.limit(),
                Stream.of(
                                Timeline.Stage.READ,
                                Timeline.Stage.DECODE,
                                Timeline.Stage.REDUCE,
                                Timeline.Stage.ENCODE,
                                Timeline.Stage.WRITE)
                        .map(stage -> new Stage(stage.id(), Duration.ofNanos(use.workerNanos(stage))))
                        .toList(),
                Stream.concat(plan.warnings().stream(), target.warnings().stream())
                        .toList());
    }
}
