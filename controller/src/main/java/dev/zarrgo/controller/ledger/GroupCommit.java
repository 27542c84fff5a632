package dev.zarrgo.controller.ledger;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Lets callers that come at the same time share a transaction: what costs most of a small one is its
/// commit.
///
/// Nobody waits for others to come: what finds a thread idle goes at once, and what has gathered while all
/// are busy goes into the next transaction. The threads are the platform's, because a virtual one pays for
/// each answer of a server that it waits for.
final class GroupCommit implements AutoCloseable {

    /// Bounds a transaction, and with it the time that its rows are locked.
    private static final int MAX_SUBMISSIONS = 500;

    private record Call(List<Submission> submissions, CompletableFuture<List<Receipt>> receipts) {}

    private final Function<List<Submission>, List<Receipt>> transaction;
    private final BlockingQueue<Call> waiting = new LinkedBlockingQueue<>();
    private final List<Thread> threads;
    /// Behind all that comes before the end.
    private final Call last = new Call(List.of(), new CompletableFuture<>());

    private volatile boolean closed;

    /// @param transactions that run at a time
    GroupCommit(int transactions, Function<List<Submission>, List<Receipt>> transaction) {
        this.transaction = transaction;
        this.threads = IntStream.range(0, transactions)
                .mapToObj(i -> Thread.ofPlatform().name("submit-" + i).daemon().start(this::run))
                .toList();
    }

    /// @return an answer for each, committed
    List<Receipt> submit(List<Submission> submissions) {
        var call = new Call(submissions, new CompletableFuture<>());
        waiting.add(call);
        if (closed) {
            refuseWaiting();
        }
        try {
            return call.receipts().get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted while submitting", null, stopped);
        }
    }

    private void run() {
        try {
            for (Call call = waiting.take(); !isLast(call); call = waiting.take()) {
                commit(gathered(call));
            }
            waiting.add(last); // for the other threads
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("nobody interrupts these threads", stopped);
        }
    }

    private List<Call> gathered(Call first) {
        var calls = new ArrayList<Call>(List.of(first));
        int room = MAX_SUBMISSIONS - first.submissions().size();
        // Only what fits is taken: another thread may take what is seen here.
        for (Call next = waiting.peek(); fits(next, room); next = waiting.peek()) {
            if (waiting.remove(next)) {
                calls.add(next);
                room -= next.submissions().size();
            }
        }
        return calls;
    }

    @SuppressWarnings("ReferenceEquality") // a record like any other, but for being this one
    private boolean isLast(Call call) {
        return call == last;
    }

    private boolean fits(@Nullable Call next, int room) {
        return next != null && !isLast(next) && next.submissions().size() <= room;
    }

    private void commit(List<Call> calls) {
        try {
            List<Receipt> receipts = transaction.apply(
                    calls.stream().flatMap(call -> call.submissions().stream()).toList());
            int next = 0;
            for (Call call : calls) {
                int end = next + call.submissions().size();
                call.receipts().complete(List.copyOf(receipts.subList(next, end)));
                next = end;
            }
        } catch (UnavailableException failure) {
            calls.forEach(call -> call.receipts().completeExceptionally(failure));
        } catch (RuntimeException failure) {
            // One of them is at fault; the others shall not fail with it.
            if (calls.size() == 1) {
                calls.getFirst().receipts().completeExceptionally(failure);
            } else {
                calls.forEach(call -> commit(List.of(call)));
            }
        }
    }

    private void refuseWaiting() {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            call.receipts()
                    .completeExceptionally(new UnavailableException(
                            FailureCode.SERVICE_UNAVAILABLE, "the ledger is closed", "submit again"));
        }
    }

    /// Ends the threads after what has come, without interrupting them: a database in a file does not bear
    /// it.
    @Override
    public void close() {
        waiting.add(last);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        refuseWaiting();
    }
}
