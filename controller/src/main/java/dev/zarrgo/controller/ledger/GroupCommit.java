package dev.zarrgo.controller.ledger;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Lets callers that come at the same time share a transaction: what costs most of a small one is its
/// commit.
///
/// Nobody waits for others to come. Whoever finds a transaction running waits for it, and everything that
/// has gathered by then goes into the next.
final class GroupCommit {

    /// Bounds a transaction, and with it the time that its rows are locked.
    private static final int MAX_SUBMISSIONS = 500;

    private record Call(List<Submission> submissions, CompletableFuture<List<Receipt>> receipts) {}

    /// Waits for the end of a call, whoever commits it.
    private static List<Receipt> receipts(Call call) throws InterruptedException {
        try {
            return call.receipts().get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure);
        }
    }

    private final Function<List<Submission>, List<Receipt>> transaction;
    private final Queue<Call> waiting = new ArrayDeque<>();
    private final Semaphore running;

    /// @param transactions that run at a time
    GroupCommit(int transactions, Function<List<Submission>, List<Receipt>> transaction) {
        this.transaction = transaction;
        this.running = new Semaphore(transactions, true);
    }

    /// @return an answer for each, committed
    List<Receipt> submit(List<Submission> submissions) {
        var call = new Call(submissions, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(call);
        }
        try {
            running.acquire();
            try {
                while (isWaiting(call)) {
                    commit(gathered());
                }
            } finally {
                running.release();
            }
            return receipts(call);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedRunException(FailureCode.INTERRUPTED, "interrupted while submitting", null, stopped);
        }
    }

    private boolean isWaiting(Call call) {
        synchronized (waiting) {
            return waiting.contains(call);
        }
    }

    private List<Call> gathered() {
        var calls = new ArrayList<Call>();
        int size = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty()) {
                size += waiting.element().submissions().size();
                if (!calls.isEmpty() && size > MAX_SUBMISSIONS) {
                    break;
                }
                calls.add(waiting.remove());
            }
        }
        return calls;
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
}
