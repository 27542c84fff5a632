package dev.zarrgo.converter.store;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Buffers as the body of a request, without a copy; may be sent several times.
final class BufferPublisher implements BodyPublisher {

    /// The client copies what it is given for encryption; this keeps its copies small.
    private static final int SLICE_BYTES = 64 * 1024;

    private final List<ByteBuffer> buffers;
    private final long length;

    BufferPublisher(List<ByteBuffer> buffers) {
        this.buffers = buffers;
        this.length = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Slices(subscriber));
    }

    private final class Slices implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final Deque<ByteBuffer> left = new ArrayDeque<>();
        private long demand;
        private boolean sending;
        private boolean ended;

        Slices(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
            buffers.forEach(buffer -> left.add(buffer.asReadOnlyBuffer()));
        }

        /// The subscriber may ask for more while it is given something; then the outer call goes on.
        @Override
        public void request(long n) {
            synchronized (this) {
                demand = Math.addExact(Math.min(demand, Long.MAX_VALUE - n), n);
                if (sending || ended) {
                    return;
                }
                sending = true;
            }
            for (ByteBuffer slice = next(); slice != null; slice = next()) {
                subscriber.onNext(slice);
            }
            if (isComplete()) {
                subscriber.onComplete();
            }
        }

        private synchronized boolean isComplete() {
            boolean complete = !ended && !sending && left.isEmpty();
            ended |= complete;
            return complete;
        }

        private synchronized @Nullable ByteBuffer next() {
            while (!left.isEmpty() && !left.getFirst().hasRemaining()) {
                left.removeFirst();
            }
            if (ended || demand == 0 || left.isEmpty()) {
                sending = false;
                return null;
            }
            demand--;
            ByteBuffer first = left.getFirst();
            int size = Math.min(SLICE_BYTES, first.remaining());
            ByteBuffer slice = first.slice(first.position(), size);
            first.position(first.position() + size);
            return slice;
        }

        @Override
        public synchronized void cancel() {
            ended = true;
        }
    }
}
