package dev.zarrgo.converter.store;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// Takes nothing of an answer, and fails with what is wrong with it.
final class RefusingSubscriber implements BodySubscriber<String> {

    private final CompletableFuture<String> done;

    RefusingSubscriber(Exception failure) {
        this.done = CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<String> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription answer) {
        answer.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        // Cancelled.
    }

    @Override
    public void onError(Throwable failure) {
        // The other failure was first.
    }

    @Override
    public void onComplete() {
        // Cancelled.
    }
}
