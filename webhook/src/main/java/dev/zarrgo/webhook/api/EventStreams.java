package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.JobEvent;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/// Streams of events: each has a virtual thread that looks for new ones. The number of streams is bounded,
/// and one whose client does not read is not fed.
public final class EventStreams {

    static final int PAGE = 500;
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int QUIET_ROUNDS = 50;

    private final Semaphore free;

    /// @param limit streams that are open at a time
    public EventStreams(int limit) {
        this.free = new Semaphore(limit);
    }

    /// @param after events with a greater number than this one, in order
    /// @param from the number that the client has
    /// @param ends whether nothing comes after this number
    Publisher<Event<EventDocument>> of(LongFunction<List<JobEvent>> after, long from, LongPredicate ends) {
        return stream(sink -> {
            long last = from;
            for (int quiet = 0; !sink.isCancelled(); ) {
                List<JobEvent> events = sink.requestedFromDownstream() > 0 ? after.apply(last) : List.of();
                for (JobEvent event : events) {
                    last = event.sequence();
                    sink.next(Event.of(EventDocument.of(event))
                            .id(String.valueOf(last))
                            .name("state"));
                }
                if (ends.test(last)) {
                    return;
                }
                quiet = events.isEmpty() ? quiet + 1 : 0;
                if (quiet % QUIET_ROUNDS == QUIET_ROUNDS - 1) {
                    sink.next(alive());
                }
                Thread.sleep(PAUSE);
            }
        });
    }

    /// Something that a virtual thread feeds.
    @FunctionalInterface
    interface Feed<T> {
        void run(FluxSink<Event<T>> sink) throws Exception;
    }

    /// @throws RequestException if too many streams are open (429)
    <T> Publisher<Event<T>> stream(Feed<T> feed) {
        if (free.availablePermits() == 0) {
            throw RequestException.of(HttpStatus.TOO_MANY_REQUESTS, "too many event streams are open");
        }
        return Flux.create(sink -> {
            if (!free.tryAcquire()) {
                sink.complete(); // Others were faster; the client comes again.
                return;
            }
            Thread thread = Thread.ofVirtual().name("events").unstarted(() -> run(feed, sink));
            sink.onDispose(() -> {
                thread.interrupt();
                free.release();
            });
            thread.start();
        });
    }

    private static <T> void run(Feed<T> feed, FluxSink<Event<T>> sink) {
        try {
            feed.run(sink);
            sink.complete();
        } catch (InterruptedException _) {
            sink.complete();
        } catch (Exception failure) {
            sink.error(failure);
        }
    }

    /// A comment: keeps the connection from being taken for dead.
    private static Event<EventDocument> alive() {
        return Event.<EventDocument>of(new EventDocument(0, "", Instant.EPOCH, null, "", "", "", null))
                .comment("alive");
    }
}
