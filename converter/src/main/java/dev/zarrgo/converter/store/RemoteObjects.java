package dev.zarrgo.converter.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the objects of a server, by whole keys.
final class RemoteObjects implements AutoCloseable {

    private final RemoteClient client;
    private final WindowPool pool;
    private final Expected expected;
    private final long readAheadBytes;

    RemoteObjects(RemoteClient client, StoreSettings.Limits limits) {
        this.client = client;
        this.readAheadBytes = limits.readAheadBytes();
        this.pool = new WindowPool(readAheadBytes);
        // At most half, so that what is open, and ends sooner, gets on.
        this.expected = new Expected(this::openNow, pool, readAheadBytes / 2, limits.maxConnections());
        pool.whenGiven(expected::startMore);
    }

    Optional<ObjectReader> open(String key) {
        return expected.open(key);
    }

    private Optional<ObjectReader> openNow(String key) {
        return Download.first(client, pool, key).map(result -> switch (result) {
            case Download.Result.Window window -> new WindowedReader(client, pool, key, window);
            case Download.Result.Spool spool -> new SpooledReader(spool.file());
        });
    }

    OptionalLong size(String key) {
        return client.call(RemoteRequest.of("HEAD", key))
                .map(answer -> answer.headers().firstValueAsLong("content-length"))
                .orElse(OptionalLong.empty());
    }

    void expect(List<String> keys, Runnable arrived) {
        expected.expect(keys, arrived);
    }

    boolean isAtHand(String key) {
        return expected.isAtHand(key);
    }

    /// Of read-ahead memory, what is in use.
    long aheadInUse() {
        return pool.aheadInUse();
    }

    Footprint footprint() {
        return new Footprint(WindowPool.WINDOW_BYTES, readAheadBytes, 0, 0);
    }

    @Override
    public void close() {
        expected.close();
    }
}
