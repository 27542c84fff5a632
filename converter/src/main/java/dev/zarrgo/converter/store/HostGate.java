package dev.zarrgo.converter.store;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bounds the requests that this process has open to one host, whichever stores they come from (rule I6).
final class HostGate {

    private static final ConcurrentMap<String, HostGate> GATES = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int inside;

    static HostGate of(String host) {
        return GATES.computeIfAbsent(host, _ -> new HostGate());
    }

    /// Waits until fewer than `limit` are inside.
    void enter(int limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (inside >= limit) {
                left.await();
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
