package dev.zarrgo.cli;

import dev.zarrgo.converter.report.RunReport;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// What a report says of this process. Loading the runtime's management takes time, so this is touched only
/// when a report is wanted.
final class ReportHost {

    private ReportHost() {}

    /// Processor time of the calling thread in nanoseconds; always 0 where the runtime cannot tell.
    static LongSupplier cpuClock() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> 0;
    }

    static RunReport.Host now() {
        Runtime runtime = Runtime.getRuntime();
        Optional<Duration> cpu = ProcessHandle.current().info().totalCpuDuration();
        return new RunReport.Host(
                runtime.availableProcessors(),
                runtime.maxMemory(),
                System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version"),
                "%s %s %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch")),
                cpu.map(time -> OptionalLong.of(time.toNanos())).orElseGet(OptionalLong::empty),
                PeakMemory.bytes(),
                OptionalLong.of(peakHeap()));
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
