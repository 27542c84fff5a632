package dev.zarrgo.converter.store;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Puts an answer where it belongs, until it is full or closed.
final class WindowSink implements BodySubscriber<String> {

    private final CompletableFuture<String> done = new CompletableFuture<>();
    private final byte[] target;
    private final int end;
    private int position;
    private boolean closed;
    private Flow.@Nullable Subscription subscription;

    /// @param position where the first byte goes
    /// @param end behind the last byte
    WindowSink(byte[] target, int position, int end) {
        this.target = target;
        this.position = position;
        this.end = end;
    }

    /// Behind the last byte that has arrived.
    synchronized int position() {
        return position;
    }

    /// Ends all use of the array.
    synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public CompletionStage<String> getBody() {
        return done;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription answer) {
        subscription = answer;
        answer.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (closed) {
                return;
            }
            if (buffer.remaining() > end - position) {
                close();
                done.completeExceptionally(new IOException("the server sends more than it was asked for"));
                return;
            }
            int count = buffer.remaining();
            buffer.get(target, position, count);
            position += count;
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        if (position < end) {
            done.completeExceptionally(new EOFException("the answer ends %,d bytes early".formatted(end - position)));
        } else {
            done.complete("");
        }
    }
}
