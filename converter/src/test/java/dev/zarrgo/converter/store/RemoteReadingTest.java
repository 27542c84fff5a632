package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked of a server, and when: each stored object once, ahead within the budget, within the number
/// of connections (rule I6). Requests and bytes are counted by the server.
class RemoteReadingTest {

    private static final int WINDOW = WindowPool.WINDOW_BYTES;
    private static final int LARGE = 10 * WINDOW + 777;
    private static final FaultyServer.Pace FAR = new FaultyServer.Pace(Duration.ofMillis(30), 0);

    @TempDir
    private Path folder = Path.of("");

    private final List<AutoCloseable> opened = new ArrayList<>();

    private FaultyServer server() {
        FaultyServer server = FaultyServer.of(folder);
        opened.add(server);
        return server;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private byte[] write(String name, int size) throws IOException {
        byte[] content = StoreContract.noise(size);
        Files.write(folder.resolve(name), content);
        return content;
    }

    private static StoreSettings settings(int connections, long readAhead) {
        return StoreSettings.DEFAULT
                .with(S3Fixture.QUICK)
                .with(StoreSettings.Limits.DEFAULT
                        .withMaxConnections(connections)
                        .withMemory(readAhead, 0));
    }

    private RemoteObjects objects(FaultyServer server, int connections, long readAhead) {
        StoreSettings settings = settings(connections, readAhead);
        var client =
                new RemoteClient(new HttpDialect(Location.parse(server.uri().toString())), settings);
        var objects = new RemoteObjects(client, settings.limits());
        opened.addFirst(objects);
        return objects;
    }

    private static byte[] read(ObjectReader reader, int piece) {
        ByteBuffer target = ByteBuffer.allocate((int) reader.size());
        while (target.position() < target.capacity()) {
            target.limit(Math.min(target.capacity(), target.position() + piece));
            reader.read(target.position(), target);
        }
        return target.array();
    }

    // --- one object

    @Test
    void smallObjectCostsOneRequest() throws IOException {
        byte[] content = write("small", WINDOW);
        FaultyServer server = server();
        try (ObjectReader reader = objects(server, 16, 64L << 20).open("small").orElseThrow()) {
            assertThat(read(reader, 10_000)).isEqualTo(content);
        }
        assertThat(server.exchanges()).singleElement().satisfies(exchange -> assertThat(exchange.bytes())
                .isEqualTo(WINDOW));
    }

    @Test
    void sizeCostsNoBytes() throws IOException {
        write("large", LARGE);
        FaultyServer server = server();
        assertThat(objects(server, 16, 64L << 20).size("large")).hasValue(LARGE);
        assertThat(server.bytes("large")).isZero();
    }

    @Test
    void eachByteIsFetchedOnceFromFrontToBack() throws IOException {
        byte[] content = write("large", LARGE);
        for (long budget : new long[] {0, 2 * WINDOW, 64L << 20}) {
            FaultyServer server = server();
            RemoteObjects objects = objects(server, 16, budget);
            try (ObjectReader reader = objects.open("large").orElseThrow()) {
                assertThat(read(reader, 100_000)).isEqualTo(content);
            }
            assertThat(server.exchanges()).as("budget %d", budget).hasSize(11);
            assertThat(server.bytes("large")).isEqualTo(LARGE);
            assertThat(objects.aheadInUse()).isZero();
        }
    }

    @Test
    void windowsComeAheadWithinTheBudgetOnly() throws IOException {
        write("large", LARGE);
        int[] peaks = new int[3];
        for (int i = 0; i < 3; i++) {
            FaultyServer server = server().with(FAR);
            RemoteObjects objects = objects(server, 16, new long[] {0, 2 * WINDOW, 64L << 20}[i]);
            try (ObjectReader reader = objects.open("large").orElseThrow()) {
                read(reader, 100_000);
            }
            peaks[i] = server.peak();
        }
        assertThat(peaks[0]).as("no budget").isEqualTo(1);
        assertThat(peaks[1]).as("two windows and the one that is needed").isBetween(2, 3);
        assertThat(peaks[2]).isGreaterThan(peaks[1]);
    }

    /// As readers of shards do: the index at the end, then chunks of one row in turns.
    @Test
    void shardIsFetchedOnceAndItsIndexOnceMore() throws IOException {
        byte[] content = write("shard", LARGE);
        int index = 5000;
        FaultyServer server = server();
        try (ObjectReader reader = objects(server, 16, 64L << 20).open("shard").orElseThrow()) {
            ByteBuffer end = ByteBuffer.allocate(index);
            reader.read(LARGE - index, end);
            assertThat(end.array()).isEqualTo(Arrays.copyOfRange(content, LARGE - index, LARGE));
            int row = WINDOW - 1000;
            int chunk = row / 10;
            for (int start = 0; start + row <= LARGE - index; start += row) {
                for (int block = 0; block < chunk; block += 50_000) {
                    for (int column = 0; column < 10; column++) {
                        int at = start + column * chunk + block;
                        ByteBuffer part = ByteBuffer.allocate(Math.min(50_000, chunk - block));
                        reader.read(at, part);
                        assertThat(part.get(0)).isEqualTo(content[at]);
                    }
                }
            }
        }
        assertThat(server.bytes("shard")).isEqualTo(LARGE + index);
    }

    @Test
    void peekingIntoALargeObjectIsCheap() throws IOException {
        write("large", LARGE);
        FaultyServer server = server();
        try (ObjectReader reader = objects(server, 16, 64L << 20).open("large").orElseThrow()) {
            reader.read(LARGE - 100, ByteBuffer.allocate(100));
            reader.read(5 * WINDOW, ByteBuffer.allocate(100));
        }
        assertThat(server.exchanges()).hasSize(3);
    }

    @Test
    void closedReaderGivesItsMemoryBack() throws Exception {
        write("large", LARGE);
        FaultyServer server = server().with(FAR);
        RemoteObjects objects = objects(server, 16, 64L << 20);
        ObjectReader reader = objects.open("large").orElseThrow();
        reader.read(0, ByteBuffer.allocate(10));
        assertThat(objects.aheadInUse()).isPositive();
        reader.close();
        while (objects.aheadInUse() > 0) {
            Thread.sleep(5);
        }
        assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(10))).isInstanceOf(IllegalStateException.class);
    }

    // --- many objects

    @Test
    void connectionsToOneHostAreBoundedOverAllStores() throws Exception {
        write("small", 1000);
        FaultyServer server = server().with(FAR);
        RemoteObjects one = objects(server, 5, 64L << 20);
        RemoteObjects other = objects(server, 5, 64L << 20);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> reads = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> (i % 2 == 0 ? one : other)
                            .open("small")
                            .orElseThrow()
                            .close()))
                    .toList();
            for (Future<?> read : reads) {
                read.get();
            }
        }
        assertThat(server.peak()).isEqualTo(5);
        assertThat(server.exchanges()).hasSize(40);
    }

    @Test
    void expectedObjectsAreOnTheirWayTogetherAndFetchedOnce() throws Exception {
        List<String> keys = IntStream.range(0, 40).mapToObj(i -> "c/" + i).toList();
        Files.createDirectories(folder.resolve("c"));
        for (String key : keys.subList(0, 39)) {
            write(key, 10_000);
        }
        FaultyServer server = server().with(FAR);
        RemoteObjects objects = objects(server, 8, 128L << 20);
        var arrived = new CountDownLatch(40);
        objects.expect(keys, arrived::countDown);
        arrived.await();
        assertThat(server.peak()).isEqualTo(8);
        for (String key : keys) {
            assertThat(objects.isAtHand(key)).isTrue();
            assertThat(objects.open(key).isPresent()).isEqualTo(!key.equals("c/39"));
        }
        assertThat(server.exchanges()).hasSize(40);
        assertThat(objects.aheadInUse()).isZero();
    }

    @Test
    void expectedObjectsTakeNoMoreMemoryThanThereIs() throws Exception {
        for (int i = 0; i < 6; i++) {
            write("o" + i, 3 * WINDOW);
        }
        List<String> keys = IntStream.range(0, 6).mapToObj(i -> "o" + i).toList();
        FaultyServer server = server();
        RemoteObjects objects = objects(server, 16, 4L * WINDOW);
        var arrived = new CountDownLatch(2);
        objects.expect(keys, arrived::countDown);
        arrived.await();
        Thread.sleep(50);
        assertThat(server.exchanges()).as("half of four windows").hasSize(2);
        assertThat(objects.isAtHand("o5")).isFalse();
        // One that is asked for before its turn is opened at once.
        assertThat(objects.open("o5").orElseThrow().size()).isEqualTo(3 * WINDOW);
        for (String key : keys.subList(0, 5)) {
            try (ObjectReader reader = objects.open(key).orElseThrow()) {
                read(reader, WINDOW);
            }
        }
        assertThat(server.bytes("o1")).isEqualTo(3 * WINDOW);
        assertThat(objects.aheadInUse()).isZero();
    }

    @Test
    void failureOfAnExpectedObjectIsThatOfOpeningIt() throws IOException {
        write("small", 1000);
        FaultyServer server = server().with(Fault.Plan.always("small", Fault.status(503)));
        RemoteObjects objects = objects(server, 16, 64L << 20);
        objects.expect(List.of("small"), () -> {});
        assertThatThrownBy(() -> objects.open("small")).isInstanceOf(UnavailableException.class);
        assertThat(objects.aheadInUse()).isZero();
    }

    @Test
    void closedStoreFetchesNothingMore() throws Exception {
        for (int i = 0; i < 20; i++) {
            write("o" + i, WINDOW);
        }
        FaultyServer server = server().with(FAR);
        RemoteObjects objects = objects(server, 2, 64L << 20);
        objects.expect(IntStream.range(0, 20).mapToObj(i -> "o" + i).toList(), () -> {});
        objects.close();
        while (server.underWay() > 0) {
            Thread.sleep(5);
        }
        int requests = server.exchanges().size();
        Thread.sleep(100);
        assertThat(server.exchanges().size()).isEqualTo(requests).isLessThanOrEqualTo(2);
    }
}
