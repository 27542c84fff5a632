package dev.zarrgo.converter.report;

import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.convert.TimeUse;
import dev.zarrgo.converter.convert.Timeline;
import dev.zarrgo.converter.failure.InterruptedRunException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a conversion did, whether it ended well or not, and what its threads did with their time.
///
/// Made when the run is over. Source: rule M11.
///
/// @param request what was asked for
/// @param started when the run began
/// @param wallNanos that it took
/// @param progress how far it came, with the timeline
/// @param result what it says of itself; empty if it failed
/// @param failure why it ended early; empty if it did not
public record RunReport(
        ConversionRequest request,
        Instant started,
        long wallNanos,
        Progress progress,
        Optional<ConversionReport> result,
        Optional<Throwable> failure,
        Host host) {

    public RunReport {
        if (result.isPresent() == failure.isPresent()) {
            throw new IllegalArgumentException("a run ends with a result or with a failure");
        }
    }

    /// Where a run took place, and what it needed; what is not known is empty.
    ///
    /// @param processors that the process may use
    /// @param heapBytes it may use at most
    /// @param cpuNanos of the process, all its threads together, until the report was made
    /// @param peakResidentBytes the most memory that the process had, native memory included
    /// @param peakHeapBytes the most of the heap that was in use
    public record Host(
            int processors,
            long heapBytes,
            String java,
            String system,
            OptionalLong cpuNanos,
            OptionalLong peakResidentBytes,
            OptionalLong peakHeapBytes) {

        /// Memory beside the heap, about: the two peaks need not be of the same moment.
        public OptionalLong peakNativeBytes() {
            return peakResidentBytes.isPresent() && peakHeapBytes.isPresent()
                    ? OptionalLong.of(Math.max(0, peakResidentBytes.getAsLong() - peakHeapBytes.getAsLong()))
                    : OptionalLong.empty();
        }
    }

    /// `converted`, `unchanged`, `interrupted` or `failed`.
    public String outcome() {
        return result.map(done -> done.outcome().name().toLowerCase(Locale.ROOT))
                .orElse(
                        failure.filter(InterruptedRunException.class::isInstance)
                                        .isPresent()
                                ? "interrupted"
                                : "failed");
    }

    public Timeline timeline() {
        return progress.timeline();
    }

    public TimeUse timeUse() {
        return TimeUse.of(timeline());
    }

    public List<String> warnings() {
        return result.map(ConversionReport::warnings).orElse(List.of());
    }
}
