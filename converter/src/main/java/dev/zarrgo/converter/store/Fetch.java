package dev.zarrgo.converter.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something on its way: fetched by a thread of its own, awaited by whoever needs it.
final class Fetch<T> {

    private final CompletableFuture<T> result;
    private final Thread thread;

    private Fetch(CompletableFuture<T> result, Thread thread) {
        this.result = result;
        this.thread = thread;
    }

    static <T> Fetch<T> start(Supplier<T> action) {
        return start(action, () -> {});
    }

    /// @param afterwards what the thread does when the result is known
    static <T> Fetch<T> start(Supplier<T> action, Runnable afterwards) {
        var result = new CompletableFuture<T>();
        Thread thread = Thread.ofVirtual().name("fetch").start(() -> {
            try {
                result.complete(action.get());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
            afterwards.run();
        });
        return new Fetch<>(result, thread);
    }

    boolean isDone() {
        return result.isDone();
    }

    /// Waits for it.
    ///
    /// @param what it is, for the message when the waiting is interrupted
    T await(String what) {
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Retries.interrupted(what, interrupted);
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new CompletionException(failure);
            }
        }
    }

    /// Stops fetching; what comes all the same goes to `release`.
    void abandon(Consumer<? super T> release) {
        abandon(release, () -> {});
    }

    /// @param afterwards what to do when nothing will come any more
    void abandon(Consumer<? super T> release, Runnable afterwards) {
        thread.interrupt();
        var _ = result.whenComplete((value, failure) -> {
            if (failure == null) {
                release.accept(value);
            }
            afterwards.run();
        });
    }
}
