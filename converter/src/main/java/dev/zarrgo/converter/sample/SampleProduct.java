package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.store.FileFailures;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.MeteredStore;
import dev.zarrgo.converter.store.TargetFolder;
import dev.zarrgo.converter.store.Traffic;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.task.Workers;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkRuns;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.MetadataDocuments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Makes a synthetic product of Sentinel-2 with the structure of a real one.
///
/// The same request gives the same bytes, whatever the number of threads. The same landscape is behind both
/// kinds and both forms of a product with the same seed and size.
public final class SampleProduct {

    /// What c-blosc makes of its level 3.
    private static final int BLOSC_LEVEL = 5;

    /// What zstd makes of its level 0.
    private static final int ZSTD_LEVEL = 3;

    private final SampleRequest request;
    private final Hierarchy hierarchy;
    private final WritableStore store;
    private final int threads;
    private final SampleProgress progress;
    private final Cancellation cancellation;
    private final SmallArrays smallArrays;

    private SampleProduct(
            SampleRequest request,
            WritableStore store,
            int threads,
            SampleProgress progress,
            Cancellation cancellation) {
        this.request = request;
        this.store = store;
        this.threads = threads;
        this.progress = progress;
        this.cancellation = cancellation;
        Hierarchy product = new Cropping(request.size()).crop(ProductTree.read(request.kind()));
        this.smallArrays = smallArrays(product);
        this.hierarchy = request.cpm() == 2 ? product : Cpm3Tree.of(product, request);
    }

    private static SmallArrays smallArrays(Hierarchy product) {
        JsonNode properties = product.root().attributes().path("stac_discovery").path("properties");
        JsonNode box = properties.path("proj:bbox");
        return new SmallArrays(
                new Crs(properties.path("proj:epsg").intValue()),
                new BoundingBox(
                        box.path(0).doubleValue(),
                        box.path(1).doubleValue(),
                        box.path(2).doubleValue(),
                        box.path(3).doubleValue()));
    }

    /// Makes a product. When this fails, the target is as it was before.
    ///
    /// @param target a local folder that is empty or does not exist
    /// @param threads at least 1; the calling thread is one of them
    /// @throws ConflictException if the target holds something
    /// @throws InterruptedRunException if `cancellation` was requested
    public static SampleReport make(
            SampleRequest request, Location target, int threads, SampleProgress progress, Cancellation cancellation) {
        requireLocalFolder(target);
        String marker = request.cpm() == 2 ? Zarr2Writer.ROOT_KEY : HierarchyWriter.ROOT_KEY;
        var traffic = new Traffic();
        try (TargetFolder folder = TargetFolder.lock(target, marker)) {
            requireEmpty(target);
            try (var store = new MeteredStore(folder.begin(), traffic)) {
                var product = new SampleProduct(request, store, threads, progress, cancellation);
                product.write();
                folder.publish();
                return new SampleReport(
                        target, product.id(), product.rawBytes(), traffic.bytesWritten(), traffic.objectsWritten());
            }
        }
    }

    private static void requireLocalFolder(Location target) {
        if (!target.isFile() || target.isArchive()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: samples are written to local folders".formatted(target),
                    "give a path whose name ends in .zarr");
        }
    }

    private static void requireEmpty(Location target) {
        Path folder = target.path();
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> children = Files.isDirectory(folder) ? Files.list(folder) : Stream.of(folder)) {
            if (children.findAny().isPresent()) {
                throw new ConflictException(
                        FailureCode.TARGET_EXISTS,
                        "%s exists and is no empty folder".formatted(target),
                        "choose another target, or delete it first");
            }
        } catch (IOException failure) {
            throw FileFailures.reading(folder, failure);
        }
    }

    private String id() {
        return hierarchy.root().attributes().path("stac_discovery").path("id").asText();
    }

    private long rawBytes() {
        return hierarchy.arrays().values().stream()
                .mapToLong(ArrayMetadata::bytes)
                .sum();
    }

    private void write() {
        var effort = new Field.Effort(threads, cancellation);
        Landscape landscape = LandscapeMaker.make(request.size() / Resolution.R20M.factor(), request.seed(), effort);
        int detectors = hierarchy
                .array("conditions/geometry/detector")
                .orElseThrow()
                .shape()
                .getFirst();
        var painters = new Painters(request, landscape, new Detectors(detectors));
        Workers.run(jobs(), threads, () -> new SampleContext(painters, BLOSC_LEVEL, ZSTD_LEVEL), cancellation);
        cancellation.check();
        writeMetadata();
    }

    private void writeMetadata() {
        if (request.cpm() == 2) {
            Zarr2Writer.documents(hierarchy).forEach(this::put);
        } else {
            MetadataDocuments documents = HierarchyWriter.documents(hierarchy, Set.of());
            documents.steps().forEach(step -> step.forEach(this::put));
            put(HierarchyWriter.ROOT_KEY, documents.root());
        }
    }

    private void put(String key, byte[] document) {
        store.put(key, ByteBuffer.wrap(document));
    }

    /// The largest chunks come first, so that no thread is left alone with one at the end.
    private List<Job<SampleContext>> jobs() {
        var rasters = new ArrayList<RasterChunk>();
        var small = new ArrayList<Map.Entry<String, ArrayMetadata>>();
        hierarchy.arrays().forEach((path, array) -> {
            if (Painters.isRaster(path, array)) {
                ChunkRuns.indices(array.grid()).forEach(index -> rasters.add(new RasterChunk(path, array, index)));
            } else {
                small.add(Map.entry(path, array));
            }
        });
        rasters.sort(Comparator.comparingInt(RasterChunk::bytes).reversed());
        long total = rasters.stream().mapToLong(RasterChunk::bytes).sum()
                + small.stream().mapToLong(entry -> entry.getValue().bytes()).sum();
        var meter = new Meter(total, progress);
        var jobs = new ArrayList<Job<SampleContext>>();
        rasters.forEach(chunk -> jobs.add(
                request.cpm() == 2
                        ? new BloscChunkJob(chunk, store, meter, cancellation)
                        : new ZstdChunkJob(chunk, store, meter)));
        small.forEach(entry -> {
            byte[] content = smallArrays.content(entry.getKey(), entry.getValue());
            jobs.add(new SmallArrayJob(entry.getKey(), entry.getValue(), content, store, meter));
        });
        return jobs;
    }
}
