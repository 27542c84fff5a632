package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.JavaProgram;
import dev.zarrgo.testkit.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad weather between a conversion and its source or target: the exit code says what may be done, the
/// message names the object, and nothing is published (rules X5, X6, P80, R86).
class RemoteFaultsIT {

    private static final TestProduct PRODUCT = TestProduct.sample("L2A", 2, TestProduct.SMALL);
    private static final String NAME = PRODUCT.folder().getFileName().toString();
    private static final String CHUNK = "measurements/reflectance/r10m/b04/0.0";
    private static final String LINE = "measurements/reflectance/r10m/x/0";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /// A server of the product, and perhaps of others beside it.
    private static FaultyServer serve() {
        return FaultyServer.of(Objects.requireNonNull(PRODUCT.folder().getParent()));
    }

    private static Arguments at(String key, Fault fault, int exitCode, String says) {
        return Arguments.of(key, fault, exitCode, says);
    }

    private static Fault refusal(int status, String code) {
        return new Fault.Answer(status, Map.of(), "<Error><Code>%s</Code></Error>".formatted(code));
    }

    static Stream<Arguments> sources() {
        return Stream.of(".zmetadata", CHUNK)
                .flatMap(key -> Stream.of(
                        at(key, Fault.status(401), 77, key),
                        at(key, Fault.status(403), 77, key),
                        at(key, Fault.status(408), 75, key),
                        at(key, Fault.status(429), 75, "429"),
                        at(key, Fault.status(500), 75, "500"),
                        at(key, Fault.status(502), 75, "502"),
                        at(key, Fault.status(503), 75, "503"),
                        at(key, Fault.status(504), 75, "504"),
                        at(key, new Fault.Cut(0), 75, key),
                        at(key, new Fault.Cut(500), 75, key)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void sourceThatFailsIsNamed(String key, Fault fault, int exitCode, String says) {
        try (var server = serve()) {
            server.with(Fault.Plan.always(key, fault));
            assertFails(server, exitCode, says, NAME);
        }
    }

    /// What is finished stays for `--resume` after a failure that may pass, without what makes it a store.
    private void assertFails(FaultyServer server, int exitCode, String... says) {
        Path target = folder.resolve("out.zarr");
        Invocation failed = Invocation.of("convert", server.uri() + "/" + NAME, target, "--max-retries", "0");
        failed.assertFailed(exitCode, says);
        assertThat(target.resolve("zarr.json")).doesNotExist();
        if (exitCode != 75 || !failed.err().contains("--resume")) {
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void absentProductIsNotFound() {
        try (var server = serve()) {
            server.with(Fault.Plan.always(NAME, Fault.status(404)));
            assertFails(server, 66, NAME);
        }
    }

    /// I5: a server is not listed, so without consolidated metadata nothing is known.
    @Test
    void productWithoutConsolidatedMetadataIsUnusable() {
        try (var server = serve()) {
            server.with(Fault.Plan.always(".zmetadata", Fault.status(404)));
            assertFails(server, 65, "consolidated metadata");
        }
    }

    /// I8: a coordinate has no fill value that could stand for what is missing.
    @Test
    void missingChunkOfACoordinateIsCorrupt() {
        try (var server = serve()) {
            server.with(Fault.Plan.always(LINE, Fault.status(404)));
            assertFails(server, 65, "measurements/reflectance/r10m/x");
        }
    }

    @Test
    void damagedChunkIsCorrupt() throws IOException {
        byte[] chunk = Files.readAllBytes(PRODUCT.folder().resolve(CHUNK));
        String truncated = new String(chunk, 0, chunk.length / 2, StandardCharsets.ISO_8859_1);
        try (var server = serve()) {
            server.with(Fault.Plan.always(CHUNK, new Fault.Answer(200, Map.of(), truncated)));
            assertFails(server, 65, "/measurements/reflectance/r10m/b04", "0.0");
        }
    }

    // --- targets

    static Stream<Arguments> targets() {
        return Stream.of(
                at("b04/c/0/0", refusal(403, "ExpiredToken"), 77, "b04/c/0/0"),
                at("b04/c/0/0", refusal(403, "AccessDenied"), 77, "b04/c/0/0"),
                at("b04/c/0/0", refusal(500, "InternalError"), 75, "b04/c/0/0"),
                at("b04/c/0/0", refusal(503, "SlowDown"), 75, "b04/c/0/0"),
                at("b04/c/0/0", new Fault.Cut(0), 75, "b04/c/0/0"),
                at("perm_test", refusal(403, "AccessDenied"), 77, "endpoint"),
                at("", refusal(404, "NoSuchBucket"), 69, "bucket"));
    }

    /// The old store stays as it is, whatever happens to the new one.
    @ParameterizedTest
    @MethodSource("targets")
    @EnabledIfS3
    void targetThatFailsKeepsTheOldStore(String key, Fault fault, int exitCode, String says) {
        S3Server service = S3Server.installed();
        String target = "s3://%s/faults/%s.zarr".formatted(service.bucket(), UUID.randomUUID());
        try (var relay = FaultyServer.before(service.endpoint())) {
            JavaProgram zarrgo = JavaProgram.zarrgo()
                    .withEnvironment(Map.of(
                            "AWS_ENDPOINT_URL", relay.uri().toString(),
                            "AWS_ACCESS_KEY_ID", service.key(),
                            "AWS_SECRET_ACCESS_KEY", service.secret(),
                            "AWS_REGION", "us-east-1"));
            Object[] old = {"convert", PRODUCT.folder(), target, "--spatial-chunk", "64"};
            assertThat(zarrgo.run(old).exitCode()).isZero();
            relay.with(
                    request -> request.method().equals("PUT") && request.path().contains(key) ? fault : Fault.NONE);
            Object[] replacement = {"convert", PRODUCT.folder(), target, "--overwrite", "--max-retries", "0"};
            Invocation.of(zarrgo.run(replacement)).assertFailed(exitCode, says);
            relay.with(_ -> Fault.NONE);
            Invocation unchanged = Invocation.of(zarrgo.run(old));
            assertThat(unchanged.out()).as(unchanged.err()).contains("is already what this would write");
        }
    }
}
