package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Traffic;
import dev.zarrgo.converter.task.Wait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Who did what, when, and for which array.
///
/// A span is what one thread did for one strip, never for a row or a chunk, so a run of seconds has a few
/// thousand of them and recording costs nothing that could be measured. Each thread has a track of its own
/// and takes no lock. Tracks are read when their threads have ended, also after a failure.
///
/// Source: rule M11.
public final class Timeline {

    /// Waits shorter than this apart are one: every finished piece of work wakes all who wait.
    private static final long ONE_WAIT_NANOS = 200_000;

    private final long origin = System.nanoTime();
    private final LongSupplier cpuClock;
    private final List<Track> tracks = new CopyOnWriteArrayList<>();
    private final Map<String, Account> accounts = new ConcurrentSkipListMap<>();

    /// A timeline without processor time.
    public Timeline() {
        this(() -> 0);
    }

    /// @param cpuClock processor time of the calling thread, in nanoseconds
    public Timeline(LongSupplier cpuClock) {
        this.cpuClock = cpuClock;
    }

    /// A kind of work, or of waiting for it, in the order of a run.
    public enum Stage {
        /// Metadata of the source is read, and the run is planned.
        OPEN,
        READ,
        DECODE,
        /// Coarser levels are computed.
        REDUCE,
        ENCODE,
        WRITE,
        /// Metadata documents are prepared and written.
        CONSOLIDATE,
        /// What was written is checked and published.
        VERIFY,
        /// Strips wait for an earlier one, and no more of them may be kept.
        WAIT_MEMORY,
        /// Bytes of the source are on their way.
        WAIT_NETWORK,
        /// All there is to do is being done by other threads.
        WAIT_POOL;

        /// The name in documents, for example `wait-memory`.
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public boolean isWait() {
            return this == WAIT_MEMORY || this == WAIT_NETWORK || this == WAIT_POOL;
        }

        static Stage of(Wait wait) {
            return switch (wait) {
                case MEMORY -> WAIT_MEMORY;
                case DATA -> WAIT_NETWORK;
                case WORK -> WAIT_POOL;
            };
        }
    }

    /// One piece of work of one thread.
    ///
    /// @param array path in the target; empty for what concerns them all
    /// @param startNanos since the beginning of the timeline
    /// @param endNanos since the beginning of the timeline
    /// @param cpuNanos processor time of it
    public record Span(Stage stage, String array, long startNanos, long endNanos, long cpuNanos) {

        public long nanos() {
            return endNanos - startNanos;
        }
    }

    /// What was moved for one array of the target.
    ///
    /// @param rawBytes of all its elements, as they are stored and before compression
    /// @param source what was read for it; arrays that are computed from another one read nothing
    /// @param target what was written for it
    /// @param queueNanos that its strips waited for a thread to encode them
    public record Account(long rawBytes, Traffic source, Traffic target, LongAdder queueNanos) {

        Account(long rawBytes) {
            this(rawBytes, new Traffic(), new Traffic(), new LongAdder());
        }
    }

    /// Names an array that is going to be written.
    void planned(String array, long rawBytes) {
        accounts.put(array, new Account(rawBytes));
    }

    /// Where the bytes of an array are counted.
    Account account(String array) {
        return accounts.computeIfAbsent(array, _ -> new Account(0));
    }

    /// A new track for what the calling thread does before and after the workers.
    Track run() {
        return add(new Track("run", false));
    }

    /// A new track for the calling thread, a worker.
    synchronized Track worker() {
        long workers = tracks.stream().filter(Track::isWorker).count();
        return add(new Track("worker " + (workers + 1), true));
    }

    private Track add(Track track) {
        tracks.add(track);
        return track;
    }

    /// The arrays that were to be written, by path.
    public Map<String, Account> accounts() {
        return Collections.unmodifiableMap(accounts);
    }

    public List<Track> tracks() {
        return List.copyOf(tracks);
    }

    /// Time since the beginning.
    public long nanos() {
        return System.nanoTime() - origin;
    }

    /// What one thread did, in order. Times are of [System#nanoTime()].
    public final class Track {
        private final String name;
        private final boolean worker;
        private final List<Span> spans = new ArrayList<>();
        /// Processor time of the thread at the end of its last span.
        private long cpu = cpuClock.getAsLong();

        private Track(String name, boolean worker) {
            this.name = name;
            this.worker = worker;
        }

        public String name() {
            return name;
        }

        /// Whether the thread is one of those that share the pixels.
        public boolean isWorker() {
            return worker;
        }

        public List<Span> spans() {
            return Collections.unmodifiableList(spans);
        }

        /// Records work that has just ended.
        void add(Stage stage, String array, long start, long end) {
            put(stage, array, start, end, cpuSinceLast());
        }

        /// Records work that has just ended and that read its input on the way; the reads, which were
        /// spread over it, are put at its beginning.
        void addReading(Stage stage, String array, long start, long end, long readNanos) {
            long border = Math.min(end, start + readNanos);
            long all = cpuSinceLast();
            long working = Math.min(all, end - border);
            put(Stage.READ, array, start, border, all - working);
            put(stage, array, border, end, working);
        }

        /// Records work that has just ended and that wrote its output on the way; the writes are put at its
        /// end.
        void addWriting(Stage stage, String array, long start, long end, long writeNanos) {
            long border = Math.max(start, end - writeNanos);
            long all = cpuSinceLast();
            long working = Math.min(all, border - start);
            put(stage, array, start, border, working);
            put(Stage.WRITE, array, border, end, all - working);
        }

        void addWait(Wait wait, long start, long end) {
            Stage stage = Stage.of(wait);
            Span last = spans.isEmpty() ? null : spans.getLast();
            if (last != null && last.stage() == stage && start - origin - last.endNanos() < ONE_WAIT_NANOS) {
                spans.removeLast();
                put(stage, "", last.startNanos() + origin, end, last.cpuNanos() + cpuSinceLast());
            } else {
                add(stage, "", start, end);
            }
        }

        private void put(Stage stage, String array, long start, long end, long cpuNanos) {
            if (end > start) {
                spans.add(new Span(stage, array, start - origin, end - origin, cpuNanos));
            }
        }

        /// What the thread did until now belongs to another track.
        void resume() {
            cpu = cpuClock.getAsLong();
        }

        private long cpuSinceLast() {
            long last = cpu;
            cpu = cpuClock.getAsLong();
            return cpu - last;
        }
    }
}
