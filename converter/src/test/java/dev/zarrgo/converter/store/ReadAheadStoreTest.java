package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.task.Cancellation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Objects that are opened ahead are the same objects, opened once, and never more than fit.
@Timeout(60)
class ReadAheadStoreTest extends StoreContract {

    private static final long OBJECT_BYTES = 10;

    @Override
    Store filled(Map<String, byte[]> objects, Path folder) {
        var keys = new ArrayList<>(new TreeMap<>(objects).keySet());
        keys.add("absent");
        return ahead(MemoryStore.of(objects), keys, 1000);
    }

    private static ReadAheadStore ahead(Store store, List<String> keys, long limit) {
        return new ReadAheadStore(store, keys, 4, OBJECT_BYTES, limit, new Cancellation());
    }

    private static Map<String, byte[]> objects(int count) {
        var objects = new TreeMap<String, byte[]>();
        for (int i = 0; i < count; i++) {
            objects.put("k%03d".formatted(i), new byte[(int) OBJECT_BYTES]);
        }
        return objects;
    }

    @Test
    void eachObjectIsOpenedOnceInWhateverOrderTheyAreAskedFor() {
        Map<String, byte[]> objects = objects(100);
        var times = new ConcurrentHashMap<String, Integer>();
        Store counted = new DelegatingStore(MemoryStore.of(objects), key -> times.merge(key, 1, Integer::sum));
        try (var store = ahead(counted, List.copyOf(objects.keySet()), 3 * OBJECT_BYTES)) {
            var backwards = new ArrayList<>(objects.keySet()).reversed();
            for (String key : backwards) {
                store.open(key).orElseThrow().close();
            }
        }
        assertThat(times)
                .hasSize(100)
                .allSatisfy((key, count) -> assertThat(count).as(key).isEqualTo(1));
    }

    @Test
    void noMoreIsHeldThanAllowed() throws InterruptedException {
        Map<String, byte[]> objects = objects(20);
        var open = new AtomicInteger();
        var threeOpen = new CountDownLatch(3);
        Store counting = new DelegatingStore(MemoryStore.of(objects), key -> {
            open.incrementAndGet();
            threeOpen.countDown();
        });
        try (var store = ahead(counting, List.copyOf(objects.keySet()), 3 * OBJECT_BYTES)) {
            threeOpen.await();
            Thread.sleep(50); // time for a fourth one to go wrong
            assertThat(open).hasValue(3);
            store.open("k000").orElseThrow().close();
            while (open.get() < 4) {
                Thread.onSpinWait();
            }
            assertThat(open).hasValue(4);
        }
    }

    @Test
    void failureBelongsToTheObjectThatFailed() {
        var broken = new UnavailableException(FailureCode.IO, "the server went away");
        Store failing = new DelegatingStore(MemoryStore.of(objects(3)), key -> {
            if (key.equals("k001")) {
                throw broken;
            }
        });
        try (var store = ahead(failing, List.of("k000", "k001", "k002"), 1000)) {
            assertThat(store.open("k000")).isPresent();
            assertThatThrownBy(() -> store.open("k001")).isSameAs(broken);
            assertThat(store.open("k002")).isPresent();
        }
    }

    @Test
    void waitingEndsWhenTheRunIsToEnd() {
        var never = new CountDownLatch(1);
        var cancellation = new Cancellation();
        Store hanging = new DelegatingStore(MemoryStore.of(objects(1)), key -> {
            cancellation.request();
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        try (var store = new ReadAheadStore(hanging, List.of("k000"), 1, 10, 10, cancellation)) {
            assertThatThrownBy(() -> store.open("k000")).isInstanceOf(InterruptedRunException.class);
        } finally {
            never.countDown();
        }
    }

    @Test
    void whatNobodyAskedForIsClosed() {
        var closed = new AtomicInteger();
        Map<String, byte[]> objects = objects(3);
        var opened = new CountDownLatch(3);
        Store watched = new DelegatingStore(MemoryStore.of(objects), key -> opened.countDown()) {
            @Override
            public Optional<ObjectReader> open(String key) {
                return super.open(key).map(reader -> new ObjectReader() {
                    @Override
                    public long size() {
                        return reader.size();
                    }

                    @Override
                    public void read(long position, java.nio.ByteBuffer target) {
                        reader.read(position, target);
                    }

                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                });
            }
        };
        try (var _ = ahead(watched, List.copyOf(objects.keySet()), 1000)) {
            opened.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        while (closed.get() < 3) {
            Thread.onSpinWait();
        }
        assertThat(closed).hasValue(3);
    }
}
