package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.S3Server;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an S3 service refuses, and what a network does between, with the exit code of X6. Requests go
/// through a relay to a real service.
@EnabledIfS3
class S3FaultsTest {

    private final FaultyServer relay = FaultyServer.before(S3Server.installed().endpoint());
    private final StoreSettings settings = S3Fixture.settings(relay.uri());
    private final S3Store store = S3Fixture.store(settings);

    @AfterEach
    void stop() {
        store.close();
        relay.close();
    }

    private static Fault refusal(int status, String code) {
        return new Fault.Answer(
                status,
                Map.of(),
                "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>so it is</Message></Error>".formatted(code));
    }

    private static ZarrgoException failure(ThrowingCallable action) {
        ZarrgoException failure = catchThrowableOfType(ZarrgoException.class, action);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void put(WritableStore store, String key, String text) {
        store.put(key, ByteBuffer.wrap(StoreContract.bytes(text)));
    }

    // --- refusals

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredToken, 77, 1",
        "403, AccessDenied, 77, 1",
        "403, RequestTimeTooSkewed, 77, 1",
        "403, InvalidObjectState, 65, 1",
        "404, NoSuchBucket, 66, 1",
        "301, PermanentRedirect, 78, 1",
        "400, AuthorizationHeaderMalformed, 78, 1",
        "400, InvalidArgument, 69, 1",
        "409, OperationAborted, 75, 4",
        "400, RequestTimeout, 75, 4",
        "503, SlowDown, 75, 4",
        "500, InternalError, 75, 4",
    })
    void refusalHasItsExitCode(int status, String code, int exitCode, int requests) {
        relay.with(Fault.Plan.always("zarr.json", refusal(status, code)));
        ZarrgoException failure = failure(() -> store.open("zarr.json"));
        assertThat(ExitCode.of(failure)).isEqualTo(exitCode);
        assertThat(failure.advice()).isNotBlank();
        assertThat(relay.exchanges()).hasSize(requests);
    }

    @Test
    void fullServiceIsALackOfResources() {
        relay.with(Fault.Plan.always("x", refusal(507, "InsufficientStorage")));
        assertThat(ExitCode.of(failure(() -> put(store, "x", "text")))).isEqualTo(71);
    }

    @Test
    void bucketOfAnotherRegionIsNamedWithItsRegion() {
        relay.with(Fault.Plan.always(
                "zarr.json", new Fault.Answer(301, Map.of("x-amz-bucket-region", "eu-central-1"), "<Error/>")));
        assertThat(failure(() -> store.open("zarr.json"))).hasMessageContaining("eu-central-1");
    }

    @Test
    void wrongCredentialsAreNamedWithoutTheirSecret() {
        for (Access.Keys keys : List.of(
                new Access.Keys("AKIANOSUCHKEY", "topsecret", Optional.empty()),
                new Access.Keys(S3Server.installed().key(), "topsecret", Optional.empty()))) {
            try (var other = S3Fixture.store(settings.withService(service -> service.with(keys)))) {
                ZarrgoException failure = failure(() -> other.open("zarr.json"));
                assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
                assertThat(failure)
                        .hasMessageContaining(relay.uri().toString())
                        .message()
                        .doesNotContain("topsecret", "AKIANOSUCHKEY");
            }
        }
    }

    @Test
    void anonymousRequestsAreNotSignedAndRefusedWhereNotPublic() {
        relay.with(Fault.Plan.always("zarr.json", refusal(403, "AccessDenied")));
        try (var other = S3Fixture.store(settings.withService(service -> service.with(new Access.Anonymous())))) {
            ZarrgoException failure = failure(() -> other.open("zarr.json"));
            assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
            assertThat(failure.advice()).contains("credentials");
            assertThat(relay.exchanges())
                    .allSatisfy(exchange ->
                            assertThat(exchange.request().headers()).doesNotContainKeys("authorization", "x-amz-date"));
        }
    }

    @Test
    void missingBucketIsNotFoundForReadingAndRefusedForWriting() {
        Location nowhere = Location.parse("s3://no-such-bucket-%s/x.zarr".formatted(UUID.randomUUID()));
        try (var other = new S3Store(nowhere, settings)) {
            assertThat(ExitCode.of(failure(() -> other.open("zarr.json")))).isEqualTo(66);
            assertThat(ExitCode.of(failure(() -> put(other, "zarr.json", "{}"))))
                    .isEqualTo(69);
            assertThat(ExitCode.of(failure(() -> other.check(".perm_test_")))).isEqualTo(69);
        }
    }

    @Test
    void bucketThatMayNotBeListedIsLikeAWebServer() {
        put(store, "zarr.json", "{}");
        relay.with(Fault.Plan.always("list-type", refusal(403, "AccessDenied")));
        assertThat(store.list("")).isEmpty();
        assertThat(store.sizes("")).isEmpty();
        assertThat(StoreContract.text(store, "zarr.json")).contains("{}");
    }

    @Test
    void serverThatIsNoS3IsRefused() {
        relay.with(Fault.Plan.always("", new Fault.Answer(200, Map.of(), "Welcome!")));
        assertThat(ExitCode.of(failure(() -> store.list("")))).isEqualTo(69);
    }

    // --- credentials that expire

    @Test
    void expiredKeysAreRenewedOnce() {
        Access.Keys good =
                new Access.Keys(S3Server.installed().key(), S3Server.installed().secret(), Optional.empty());
        var source = new Credentials() {
            private int renewals;

            @Override
            public Optional<Access.Keys> keys() {
                return Optional.of(good);
            }

            @Override
            public boolean renew() {
                renewals++;
                return true;
            }

            @Override
            public Optional<String> setting(String name) {
                return Optional.empty();
            }
        };
        var dialect = new S3Dialect(S3Server.installed().bucket(), settings.service(), source, InstantSource.system());
        try (var objects = new RemoteObjects(new RemoteClient(dialect, settings), settings.limits())) {
            relay.with(Fault.Plan.first(1, "none", refusal(400, "ExpiredToken")));
            assertThat(objects.open("none")).isEmpty();
            assertThat(source.renewals).isEqualTo(1);
            relay.with(Fault.Plan.always("none", refusal(400, "ExpiredToken")));
            assertThat(ExitCode.of(failure(() -> objects.open("none")))).isEqualTo(77);
            assertThat(source.renewals).isEqualTo(2);
        }
    }

    // --- answers that get lost

    @Test
    void writingAgainAfterALostAnswerIsNoFailure() {
        relay.with(request -> request.nth() == 1 ? new Fault.Lost() : Fault.NONE);
        put(store, "x", "text");
        assertThat(StoreContract.text(store, "x")).contains("text");
    }

    @Test
    void conditionThatFailsBecauseItsAnswerWasLostHolds() {
        relay.with(request -> request.nth() == 1 ? new Fault.Lost() : Fault.NONE);
        Optional<String> tag = store.putNew("lock", "holder 1");
        assertThat(tag).isPresent();
        assertThat(store.putNew("lock", "holder 2")).isEmpty();
        relay.reset();
        assertThat(store.replace("lock", tag.orElseThrow(), "holder 1 again")).isPresent();
    }

    @Test
    void conditionThatFailsForAnotherHolderFailsAfterALostRequestToo() {
        assertThat(store.putNew("lock", "holder 1")).isPresent();
        relay.reset();
        relay.with(request -> request.nth() == 1 ? new Fault.Cut(0) : Fault.NONE);
        assertThat(store.putNew("lock", "holder 2")).isEmpty();
    }

    @Test
    void objectInPartsIsCompleteThoughTheAnswerWasLost() {
        int size = (int) S3Writer.WHOLE_BYTES + 5_000_000;
        byte[] content = StoreContract.noise(size);
        relay.with(request ->
                request.method().equals("POST") && request.path().contains("uploadId") && request.nthOfPath() == 1
                        ? new Fault.Lost()
                        : Fault.NONE);
        store.put("large", ByteBuffer.wrap(content));
        assertThat(store.read("large", size))
                .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
    }

    @Test
    void partsThatFailAreSentAgain() {
        int size = (int) S3Writer.WHOLE_BYTES + 5_000_000;
        byte[] content = StoreContract.noise(size);
        relay.with(request -> request.path().contains("partNumber=3&") && request.nthOfPath() <= 2
                ? request.nthOfPath() == 1 ? new Fault.Cut(0) : Fault.status(503)
                : Fault.NONE);
        store.put("large", ByteBuffer.wrap(content));
        assertThat(store.read("large", size))
                .hasValueSatisfying(actual -> assertThat(actual).isEqualTo(content));
    }

    @Test
    void objectWhosePartsFailIsGivenUp() {
        relay.with(Fault.Plan.always("partNumber=2&", Fault.status(500)));
        byte[] content = new byte[(int) S3Writer.WHOLE_BYTES + 1];
        assertThat(failure(() -> store.put("large", ByteBuffer.wrap(content))).code())
                .isEqualTo(FailureCode.SERVICE_UNAVAILABLE);
        assertThat(store.open("large")).isEmpty();
        assertThat(store.uploads("")).isEmpty();
    }

    @Test
    void copyThatFailsInTheBodyOfItsAnswerIsTriedAgain() {
        put(store, "from", "text");
        relay.reset();
        relay.with(request -> request.nth() == 1 ? refusal(200, "InternalError") : Fault.NONE);
        store.copy("from", "to", 4);
        assertThat(StoreContract.text(store, "to")).contains("text");
    }

    @Test
    void objectThatChangesWhileItIsReadIsAFailure() {
        int size = 3 * WindowPool.WINDOW_BYTES;
        store.put("x", ByteBuffer.wrap(StoreContract.noise(size)));
        try (ObjectReader reader = store.open("x").orElseThrow()) {
            store.put("x", ByteBuffer.wrap(new byte[size]));
            assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(size)))
                    .isInstanceOfSatisfying(ZarrgoException.class, failure -> assertThat(failure.code())
                            .isEqualTo(FailureCode.SOURCE_CHANGED));
        }
    }

    // --- addresses

    @Test
    void bucketsWithAColonAreAddressedInThePath() {
        relay.with(Fault.Plan.always("", Fault.status(404)));
        try (var other = new S3Store(Location.parse("s3://tenant:202601-s02msil2a/01/p.zarr"), settings)) {
            assertThat(other.open("zarr.json")).isEmpty();
        }
        assertThat(relay.exchanges()).singleElement().satisfies(exchange -> assertThat(
                        exchange.request().path())
                .isEqualTo("/tenant%3A202601-s02msil2a/01/p.zarr/zarr.json"));
    }

    @Test
    void bucketsOfAwsAreHosts() {
        S3Service service = S3Service.DEFAULT.withRegion("eu-central-1");
        assertThat(address("bucket", service)).hasToString("https://bucket.s3.eu-central-1.amazonaws.com/a%20b/c");
        assertThat(address("dotted.bucket", service))
                .hasToString("https://s3.eu-central-1.amazonaws.com/dotted.bucket/a%20b/c");
        assertThat(address("bucket", service.with(S3Service.Addressing.PATH)))
                .hasToString("https://s3.eu-central-1.amazonaws.com/bucket/a%20b/c");
    }

    private static URI address(String bucket, S3Service service) {
        var dialect = new S3Dialect(bucket, service, new Credentials.Fixed(Optional.empty()), InstantSource.system());
        return dialect.address(RemoteRequest.of("GET", "a b/c")).build().uri();
    }
}
