package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.S3Server;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// How objects are written to S3, and what a write protocol can build on (rules R82, R83, R86, R87).
@EnabledIfS3
class S3WritingTest {

    private static final int SEGMENT = WriteBudget.SEGMENT_BYTES;
    private static final int WHOLE = (int) S3Writer.WHOLE_BYTES;

    private final FaultyServer relay = FaultyServer.before(S3Server.installed().endpoint());
    private final StoreSettings settings = S3Fixture.settings(relay.uri());
    private final S3Store store = S3Fixture.store(settings);

    @AfterEach
    void stop() {
        store.close();
        relay.close();
    }

    private static void append(ObjectWriter writer, byte[] content, int from, int to) {
        for (int at = from; at < to; at += 1_000_000) {
            writer.append(ByteBuffer.wrap(content, at, Math.min(1_000_000, to - at)));
        }
    }

    private long puts(String part) {
        return relay.exchanges(part).stream()
                .filter(exchange -> exchange.request().method().equals("PUT"))
                .count();
    }

    // --- whole, or in parts

    @Test
    void objectOfAtMost64MiBIsOneRequest() {
        byte[] content = StoreContract.noise(WHOLE);
        try (ObjectWriter writer = store.create("whole")) {
            append(writer, content, 0, WHOLE);
            assertThat(relay.exchanges()).isEmpty();
            writer.commit();
        }
        assertThat(relay.exchanges()).hasSize(1);
        assertThat(store.read("whole", WHOLE))
                .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
    }

    @Test
    void largerObjectIsSentInPartsWhileItIsWritten() throws InterruptedException {
        int size = WHOLE + 3 * SEGMENT + 12_345;
        byte[] content = StoreContract.noise(size);
        try (ObjectWriter writer = store.create("large")) {
            append(writer, content, 0, size);
            while (puts("partNumber") < 11) {
                Thread.sleep(5);
            }
            assertThat(store.open("large")).as("before the end").isEmpty();
            writer.commit();
            assertThat(writer.size()).isEqualTo(size);
        }
        assertThat(puts("partNumber")).isEqualTo(12);
        assertThat(store.read("large", size))
                .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
        assertThat(store.uploads("")).isEmpty();
    }

    @Test
    void writersShareTheMemoryForWhatIsNotSent() {
        int size = 4 * SEGMENT;
        byte[] content = StoreContract.noise(size);
        StoreSettings tight = settings.with(StoreSettings.Limits.DEFAULT.withMemory(0, 2 * SEGMENT));
        try (var small = new S3Store(store.location(), tight);
                ObjectWriter one = small.create("one");
                ObjectWriter other = small.create("other")) {
            append(one, content, 0, size);
            append(other, content, 0, size);
            assertThat(puts("partNumber")).as("what does not fit is sent").isPositive();
            other.commit();
            one.commit();
        }
        for (String key : List.of("one", "other")) {
            assertThat(store.read(key, size))
                    .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
        }
    }

    @RepeatedTest(10)
    void objectThatIsGivenUpLeavesNoUpload() {
        try (ObjectWriter writer = store.create("large")) {
            append(writer, new byte[WHOLE + 2 * SEGMENT], 0, WHOLE + 2 * SEGMENT);
        }
        assertThat(store.uploads("")).isEmpty();
        assertThat(store.list("")).contains(List.of());
    }

    @Test
    void interruptedWriterLeavesNoUpload() throws InterruptedException {
        relay.with(Fault.Plan.always("partNumber=3", new Fault.Silence()));
        var ended = new AtomicReference<Throwable>();
        var whole = new AtomicReference<Boolean>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try (ObjectWriter writer = store.create("large")) {
                append(writer, new byte[WHOLE + SEGMENT], 0, WHOLE + SEGMENT);
                writer.commit();
            } catch (InterruptedRunException failure) {
                ended.set(failure);
                whole.set(Thread.currentThread().isInterrupted());
            }
        });
        while (relay.exchanges("partNumber").size() < 8) {
            Thread.sleep(5);
        }
        thread.interrupt();
        thread.join();
        assertThat(ended.get())
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(130));
        assertThat(whole.get()).as("still interrupted").isTrue();
        assertThat(store.uploads("")).isEmpty();
    }

    @Test
    void leftUploadsAreFoundAndRemoved() {
        var client = new S3Client(new RemoteClient(dialect(), settings), dialect(), S3Service.Encryption.OF_THE_BUCKET);
        String key = store.location().key() + "/a/left";
        String id = client.startUpload(key);
        client.putPart(key, id, 1, List.of(ByteBuffer.allocate(SEGMENT)));
        assertThat(store.uploads("a")).containsExactly(new S3Client.Upload(key, id));
        store.abort(store.uploads("a").getFirst());
        assertThat(store.uploads("a")).isEmpty();
    }

    private S3Dialect dialect() {
        return new S3Dialect(
                store.location().bucket(),
                settings.service(),
                Credentials.of(settings.service().access()),
                InstantSource.system());
    }

    @Test
    void encryptionIsAskedForAsSet() {
        relay.with(Fault.Plan.always("", new Fault.Answer(200, Map.of("ETag", "\"1\""), "")));
        var kms = new S3Service.Encryption(Optional.of("aws:kms"), Optional.of("key-1"));
        try (var other = new S3Store(store.location(), settings.withService(service -> service.with(kms)))) {
            other.put("x", ByteBuffer.allocate(1));
        }
        assertThat(relay.exchanges()).singleElement().satisfies(exchange -> assertThat(
                        exchange.request().headers())
                .containsEntry("x-amz-server-side-encryption", "aws:kms")
                .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "key-1")
                .doesNotContainKey("x-amz-acl"));
        assertThatThrownBy(() -> new S3Service.Encryption(Optional.of("rot13"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Service.Encryption(Optional.of("AES256"), Optional.of("key")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void documentsAndPicturesAreNamedAsSuch() {
        relay.with(Fault.Plan.always("", new Fault.Answer(200, Map.of("ETag", "\"1\""), "")));
        for (String key : List.of("a/zarr.json", "a/.zattrs", "a.png", "report.html", "a/c/0/0")) {
            store.put(key, ByteBuffer.allocate(1));
        }
        assertThat(relay.exchanges())
                .extracting(exchange -> exchange.request().headers().get("content-type"))
                .containsExactly(
                        "application/json",
                        "application/json",
                        "image/png",
                        "text/html; charset=utf-8",
                        "application/octet-stream");
    }

    // --- on a condition

    @Test
    void oneOfTwoHoldersGetsTheLock() {
        Optional<String> first = store.putNew("x.lock", "holder 1");
        assertThat(first).isPresent();
        assertThat(store.putNew("x.lock", "holder 2")).isEmpty();
        assertThat(store.tagged("x.lock")).contains(new S3Store.Tagged("holder 1", first.orElseThrow()));

        Optional<String> renewed = store.replace("x.lock", first.orElseThrow(), "holder 1, later");
        assertThat(renewed).isPresent().isNotEqualTo(first);
        assertThat(store.replace("x.lock", first.orElseThrow(), "holder 2")).isEmpty();
        store.delete("x.lock");
        assertThat(store.replace("x.lock", renewed.orElseThrow(), "holder 1")).isEmpty();
        assertThat(store.tagged("x.lock")).isEmpty();
    }

    @Test
    void checkLeavesNothingAndKnowsWhetherConditionsAreKept() {
        assertThat(store.check(".perm_test_")).isEqualTo(S3Store.Conditions.KEPT);
        assertThat(store.list("")).contains(List.of());
        relay.reset();
        relay.with(request -> request.method().equals("PUT") && request.nth() > 1
                ? new Fault.Answer(200, Map.of("ETag", "\"1\""), "")
                : Fault.NONE);
        assertThat(store.check(".perm_test_")).isEqualTo(S3Store.Conditions.IGNORED);
    }

    @Test
    void targetThatMayNotBeWrittenIsRefusedWithMaskedSettings() {
        var keys = new Access.Keys("AKIAWRITER", "topsecret", Optional.empty());
        try (var other = new S3Store(store.location(), settings.withService(service -> service.with(keys)))) {
            assertThatThrownBy(() -> other.check(".perm_test_"))
                    .isInstanceOfSatisfying(RefusedException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
                        assertThat(failure)
                                .hasMessageContaining(relay.uri().toString())
                                .hasMessageContaining("us-east-1")
                                .hasMessageContaining("AKIA…")
                                .message()
                                .doesNotContain("topsecret", "AKIAWRITER");
                    });
        }
    }

    // --- many, and copies

    @Test
    void moreObjectsThanOnePageAreListedAndDeleted() {
        List<String> keys =
                IntStream.range(0, 1100).mapToObj(i -> "c/%d/<&>".formatted(i)).toList();
        try (var direct = new S3Store(store.location(), S3Fixture.settings())) {
            Tasks.forEach(keys, 16, key -> direct.put(key, ByteBuffer.allocate(1)));
        }
        assertThat(store.entries("").keySet()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(store.list("c").orElseThrow()).hasSize(1100);
        assertThat(store.sizes("c").orElseThrow()).hasSize(1100).containsEntry("c/7/<&>", 1L);
        relay.reset();
        store.deleteAll(keys);
        assertThat(relay.exchanges()).hasSize(2);
        assertThat(store.entries("")).isEmpty();
        store.deleteAll(List.of("c/0/<&>"));
    }

    @Test
    void copiesAreMadeInsideTheService() {
        byte[] content = StoreContract.noise(12 << 20);
        store.put("a b/ü", ByteBuffer.wrap(content));
        relay.reset();
        store.copy("a b/ü", "copy", content.length);
        var client = new S3Client(new RemoteClient(dialect(), settings), dialect(), S3Service.Encryption.OF_THE_BUCKET);
        String root = store.location().key() + "/";
        client.copyInParts(root + "a b/ü", root + "parts", content.length, 5 << 20);
        long passed = relay.exchanges().stream()
                .mapToLong(FaultyServer.Exchange::bytes)
                .sum();
        assertThat(passed).as("bytes that came here").isLessThan(10_000);
        for (String key : List.of("copy", "parts")) {
            assertThat(store.read(key, content.length))
                    .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
        }
    }

    @Test
    void requestsWaitForTheirTurnAndNoLonger() {
        relay.with(new FaultyServer.Pace(Duration.ofMillis(10), 0));
        List<String> keys = IntStream.range(0, 60).mapToObj(i -> "o" + i).toList();
        Tasks.forEach(keys, 60, key -> store.put(key, ByteBuffer.allocate(1)));
        assertThat(relay.peak()).isEqualTo(16);
    }
}
