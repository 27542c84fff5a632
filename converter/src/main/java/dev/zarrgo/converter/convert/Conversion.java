package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.convert.ConversionReport.Outcome;
import dev.zarrgo.converter.convert.ConversionReport.Stage;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.converter.product.ProductDetector;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.RecordedStore;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.TargetFolder;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Converts a product to a GeoZarr store.
///
/// Plans first, from metadata alone; then moves the pixels; then writes the metadata, deepest first; and
/// last the root document, which makes the store visible. Until then a failure leaves nothing.
///
/// Source: section 13 of the output specification.
public final class Conversion {

    private static final int MAX_ROOT_BYTES = 64 << 20;

    /// Metadata documents written side by side: most of the time is the file system's or the network's.
    private static final int DOCUMENTS_AT_ONCE = 16;

    private final ConversionRequest request;
    private final Progress progress;
    private final Cancellation cancellation;
    private final Timeline.Track track;
    private final long start = System.nanoTime();
    /// Where the last phase of this thread ended.
    private long phaseStart = start;

    private Conversion(ConversionRequest request, Progress progress, Cancellation cancellation) {
        this.request = request;
        this.progress = progress;
        this.cancellation = cancellation;
        this.track = progress.timeline().run();
    }

    /// @param progress is told how far it is
    /// @param cancellation ends it early, within a second
    public static ConversionReport run(ConversionRequest request, Progress progress, Cancellation cancellation) {
        return new Conversion(request, progress, cancellation).run();
    }

    private ConversionReport run() {
        TargetNames.check(request.source(), request.target());
        preload();
        try (TargetFolder target = TargetFolder.lock(request.target(), HierarchyWriter.ROOT_KEY);
                Store source = new MeteredStore(Stores.open(request.source()), progress.source())) {
            HierarchyReader.Snapshot snapshot = HierarchyReader.snapshot(source);
            Fingerprint fingerprint = Fingerprint.of(snapshot.digest(), request.options());
            ConversionPlan plan = plan(source, snapshot, fingerprint);
            progress.planned(plan.label(), plan.arrays(), pixelBytes(plan));
            plan.target().arrays().forEach((path, array) -> progress.timeline().planned(path, bytes(array)));
            ended(Timeline.Stage.OPEN);
            if (target.exists() && request.existing() == ConversionRequest.Existing.KEEP) {
                return unchanged(plan, fingerprint);
            }
            return convert(plan, source, target);
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

    // --- a target that is already there

    private ConversionReport unchanged(ConversionPlan plan, Fingerprint fingerprint) {
        Optional<JsonNode> root = existingRoot();
        if (root.isEmpty()) {
            throw new ConflictException(
                    FailureCode.TARGET_EXISTS,
                    "%s is the rest of an interrupted run, or no store".formatted(request.target()),
                    "give --overwrite to replace it");
        }
        if (root.flatMap(Fingerprint::in).filter(fingerprint::equals).isEmpty()) {
            throw new ConflictException(
                    FailureCode.TARGET_EXISTS,
                    "%s was made from another source or with other options".formatted(request.target()),
                    "give --overwrite to replace it, or choose another target");
        }
        return report(plan, Outcome.UNCHANGED, 0);
    }

    private Optional<JsonNode> existingRoot() {
        try (Store existing = Stores.open(request.target())) {
            return existing.read(HierarchyWriter.ROOT_KEY, MAX_ROOT_BYTES).flatMap(Conversion::parsed);
        } catch (UnusableSourceException _) {
            return Optional.empty(); // a file, or far too large
        }
    }

    private static Optional<JsonNode> parsed(byte[] document) {
        try {
            return Optional.of(Json.parse(document));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    // --- the work

    private ConversionReport convert(ConversionPlan plan, Store source, TargetFolder target) {
        cancellation.check();
        try (WritableStore metered = new MeteredStore(target.begin(), progress.target());
                var store = new RecordedStore(metered)) {
            var pixels = new PixelPipeline(plan, source, store, request.options(), progress);
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
            store.put(
                    HierarchyWriter.ROOT_KEY,
                    ByteBuffer.wrap(metadata.documents().root()));
            target.publish();
            ended(Timeline.Stage.VERIFY);
            return report(plan, Outcome.CONVERTED, missing);
        }
    }

    /// What was sent must be there (rule R85).
    private static void verify(RecordedStore store) {
        store.written().forEach((key, size) -> {
            long actual = store.open(key)
                    .map(reader -> {
                        try (ObjectReader object = reader) {
                            return object.size();
                        }
                    })
                    .orElse(-1L);
            if (actual != size) {
                throw new RefusedException(
                        FailureCode.OUTPUT_INVALID,
                        "%s/%s has %,d bytes after %,d were written".formatted(store.location(), key, actual, size),
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

    private ConversionReport report(ConversionPlan plan, Outcome outcome, long missing) {
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
                plan.warnings());
    }
}
