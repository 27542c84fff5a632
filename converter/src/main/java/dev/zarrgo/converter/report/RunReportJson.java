package dev.zarrgo.converter.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.convert.Timeline.Span;
import dev.zarrgo.converter.convert.Timeline.Stage;
import dev.zarrgo.converter.convert.Timeline.Track;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A report as JSON, for scripts. `docs/reference/report.md` says what its members mean.
///
/// Source: rule M11.
public final class RunReportJson {

    /// Changes when a member changes its meaning or goes away.
    static final int VERSION = 1;

    private final RunReport report;
    private final List<ArrayUse> arrays;

    private RunReportJson(RunReport report) {
        this.report = report;
        this.arrays = ArrayUse.of(report.timeline());
    }

    public static ObjectNode document(RunReport report) {
        return new RunReportJson(report).document();
    }

    /// The sums without arrays and timeline: a few kilobytes, for what keeps many.
    public static ObjectNode summary(RunReport report) {
        return new RunReportJson(report).summary();
    }

    private ObjectNode document() {
        ObjectNode document = summary();
        document.set("utilisation", utilisation());
        document.set("critical_path", criticalPath());
        document.set("groups", groups());
        document.set("arrays", arrays());
        document.set("timeline", timeline());
        document.set("warnings", Json.texts(report.warnings()));
        return document;
    }

    private ObjectNode summary() {
        ObjectNode document = Json.object()
                .put("report_version", VERSION)
                .put("zarrgo", ConverterVersion.VERSION)
                .put("outcome", report.outcome());
        report.failure().ifPresent(failure -> document.set("failure", FailureJson.of(failure)));
        document.put("product", report.progress().label())
                .put("source", report.request().source().toString())
                .put("target", report.request().target().toString())
                .put("started", report.started().toString());
        document.set("options", options());
        document.set("host", host());
        document.put("wall_seconds", seconds(report.wallNanos()));
        report.host().cpuNanos().ifPresent(nanos -> document.put("cpu_seconds", seconds(nanos)));
        document.set("totals", totals());
        document.set("memory", memory());
        document.set("limit", limit());
        document.set("stages", stages());
        document.set("workers", workers());
        return document;
    }

    // --- what was asked, and where

    private ObjectNode options() {
        ConversionRequest request = report.request();
        ConversionOptions options = request.options();
        return Json.object()
                .put("encoding", lower(options.encoding()))
                .put("spatial_chunk", options.spatialChunk())
                .put("compression_level", options.compressionLevel())
                .put("sharding", options.sharding())
                .put("coarsest", options.coarsest().id())
                .put("auxiliary_pyramids", options.auxiliaryPyramids())
                .put("threads", request.threads())
                .put("validate", request.check() == ConversionRequest.Check.FULL)
                .put("overwrite", request.existing() == ConversionRequest.Existing.REPLACE);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private ObjectNode host() {
        return Json.object()
                .put("processors", report.host().processors())
                .put("heap_bytes", report.host().heapBytes())
                .put("java", report.host().java())
                .put("system", report.host().system());
    }

    // --- sums

    private ObjectNode totals() {
        var progress = report.progress();
        long raw = progress.pixelBytesDone();
        long written = progress.target().bytesWritten();
        ObjectNode document = Json.object()
                .put("arrays", progress.arraysTotal())
                .put("arrays_done", progress.arraysDone())
                .put("objects_read", progress.source().objectsRead())
                .put("bytes_read", progress.source().bytesRead())
                .put("raw_bytes", raw)
                .put("objects_written", progress.target().objectsWritten())
                .put("bytes_written", written);
        putRates(document, raw, written, report.wallNanos());
        return document;
    }

    private static void putRates(ObjectNode document, long raw, long stored, long nanos) {
        if (stored > 0) {
            document.put("ratio", rounded((double) raw / stored));
        }
        if (nanos > 0) {
            document.put("mb_per_second", rounded(raw / 1e6 / (nanos / 1e9)));
        }
    }

    private ObjectNode memory() {
        ObjectNode document = Json.object();
        put(document, "peak_resident_bytes", report.host().peakResidentBytes());
        put(document, "peak_heap_bytes", report.host().peakHeapBytes());
        put(document, "peak_native_bytes", report.host().peakNativeBytes());
        return document;
    }

    private ObjectNode limit() {
        Verdict verdict = Verdict.of(report);
        ObjectNode document = Json.object()
                .put("by", lower(verdict.limit()))
                .put("text", verdict.limit().text());
        document.set("reasons", Json.texts(verdict.reasons()));
        return document;
    }

    private ArrayNode stages() {
        ArrayNode stages = Json.array();
        for (StageUse use : StageUse.of(report.timeline())) {
            stages.addObject()
                    .put("stage", use.stage().id())
                    .put("wall_seconds", seconds(use.wallNanos()))
                    .put("thread_seconds", seconds(use.threadNanos()))
                    .put("cpu_seconds", seconds(use.cpuNanos()))
                    .put("spans", use.spans());
        }
        return stages;
    }

    private ArrayNode workers() {
        ArrayNode workers = Json.array();
        long pixelNanos = report.timeUse().pixelNanos();
        report.timeline().tracks().stream().filter(Track::isWorker).forEach(track -> {
            long busy = track.spans().stream()
                    .filter(span -> !span.stage().isWait())
                    .mapToLong(Span::nanos)
                    .sum();
            ObjectNode worker = workers.addObject()
                    .put("name", track.name())
                    .put("busy_seconds", seconds(busy))
                    .put("utilisation", rounded((double) busy / Math.max(1, pixelNanos)));
            for (Stage stage : List.of(Stage.WAIT_MEMORY, Stage.WAIT_NETWORK, Stage.WAIT_POOL)) {
                worker.put(
                        stage.id().replace('-', '_') + "_seconds",
                        seconds(track.spans().stream()
                                .filter(span -> span.stage() == stage)
                                .mapToLong(Span::nanos)
                                .sum()));
            }
        });
        return workers;
    }

    private ObjectNode utilisation() {
        Utilisation utilisation = Utilisation.of(report.timeline(), report.wallNanos());
        ObjectNode document = Json.object().put("step_seconds", seconds(utilisation.stepNanos()));
        ObjectNode shares = document.putObject("shares");
        utilisation
                .shares()
                .forEach((stage, share) -> shares.set(
                        stage.id(),
                        Json.numbers(share.stream().map(RunReportJson::rounded).toList())));
        return document;
    }

    private ArrayNode criticalPath() {
        ArrayNode path = Json.array();
        for (Span span : CriticalPath.of(report.timeline())) {
            path.addObject()
                    .put("stage", span.stage().id())
                    .put("array", span.array())
                    .put("start_seconds", seconds(span.startNanos()))
                    .put("seconds", seconds(span.nanos()));
        }
        return path;
    }

    // --- arrays

    private ArrayNode groups() {
        var byGroup = new TreeMap<String, List<ArrayUse>>();
        for (ArrayUse array : arrays) {
            byGroup.computeIfAbsent(Hierarchy.parent(array.path()), _ -> new ArrayList<>())
                    .add(array);
        }
        ArrayNode groups = Json.array();
        byGroup.forEach((group, members) -> {
            ObjectNode document = groups.addObject().put("path", group).put("arrays", members.size());
            putUse(document, members);
        });
        return groups;
    }

    private ArrayNode arrays() {
        ArrayNode documents = Json.array();
        for (ArrayUse array : arrays) {
            ObjectNode document = documents.addObject().put("path", array.path());
            putUse(document, List.of(array));
            ObjectNode stages = document.putObject("stage_seconds");
            for (Stage stage : Stage.values()) {
                long nanos = array.spans().stream()
                        .filter(span -> span.stage() == stage)
                        .mapToLong(Span::nanos)
                        .sum();
                if (nanos > 0) {
                    stages.put(stage.id(), seconds(nanos));
                }
            }
        }
        return documents;
    }

    private static void putUse(ObjectNode document, List<ArrayUse> uses) {
        long raw = uses.stream().mapToLong(use -> use.account().rawBytes()).sum();
        long stored = uses.stream()
                .mapToLong(use -> use.account().target().bytesWritten())
                .sum();
        long start = uses.stream()
                .flatMap(use -> use.spans().stream())
                .mapToLong(Span::startNanos)
                .min()
                .orElse(0);
        long end = uses.stream()
                .flatMap(use -> use.spans().stream())
                .mapToLong(Span::endNanos)
                .max()
                .orElse(0);
        document.put(
                        "objects_read",
                        uses.stream()
                                .mapToLong(use -> use.account().source().objectsRead())
                                .sum())
                .put(
                        "bytes_read",
                        uses.stream()
                                .mapToLong(use -> use.account().source().bytesRead())
                                .sum())
                .put("raw_bytes", raw)
                .put(
                        "objects_written",
                        uses.stream()
                                .mapToLong(use -> use.account().target().objectsWritten())
                                .sum())
                .put("bytes_written", stored);
        putRates(document, stored > 0 ? raw : 0, stored, end - start);
        document.put("start_seconds", seconds(start))
                .put("end_seconds", seconds(end))
                .put(
                        "busy_seconds",
                        seconds(uses.stream().mapToLong(ArrayUse::busyNanos).sum()))
                .put(
                        "queue_seconds",
                        seconds(uses.stream()
                                .mapToLong(use -> use.account().queueNanos().sum())
                                .sum()));
    }

    // --- the timeline

    /// Spans as short rows: there are thousands.
    private ObjectNode timeline() {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            positions.put(arrays.get(i).path(), i);
        }
        ObjectNode document = Json.object();
        document.set("columns", Json.texts(List.of("stage", "array", "start_seconds", "end_seconds", "cpu_seconds")));
        ArrayNode tracks = document.putArray("tracks");
        for (Track track : report.timeline().tracks()) {
            ArrayNode spans = tracks.addObject().put("name", track.name()).putArray("spans");
            for (Span span : track.spans()) {
                ArrayNode row = spans.addArray().add(span.stage().id());
                Integer position = positions.get(span.array());
                if (position == null) {
                    row.addNull();
                } else {
                    row.add(position);
                }
                row.add(seconds(span.startNanos()))
                        .add(seconds(span.endNanos()))
                        .add(seconds(span.cpuNanos()));
            }
        }
        return document;
    }

    // --- numbers

    private static void put(ObjectNode document, String name, OptionalLong value) {
        value.ifPresent(known -> document.put(name, known));
    }

    /// Seconds, to the microsecond.
    private static double seconds(long nanos) {
        return Math.round(nanos / 1e3) / 1e6;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
