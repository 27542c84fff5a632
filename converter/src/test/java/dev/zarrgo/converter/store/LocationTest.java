package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people type as a location (rules I1, I4, I7), and what it opens.
class LocationTest {

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/a/b.zarr, S3, bucket, a/b.zarr",
        "S3://bucket/a/b.zarr, S3, bucket, a/b.zarr",
        "s3://bucket, S3, bucket, ''",
        "s3://bucket/, S3, bucket, ''",
        "s3://bucket/a/b.zarr/, S3, bucket, a/b.zarr",
        "s3://bucket//a///b.zarr//, S3, bucket, a/b.zarr", // I7
        "s3://tenant:202601-s02/01/p.zarr, S3, tenant:202601-s02, 01/p.zarr", // I4
        "s3://bucket/a b/ü%20.zarr, S3, bucket, a b/ü%20.zarr",
        "https://host:443/tenant:b/k.zarr, HTTPS, host:443, tenant:b/k.zarr",
        "HTTPS://Host.Example/x.zarr, HTTPS, Host.Example, x.zarr",
        "http://127.0.0.1:8080/x.zarr, HTTP, 127.0.0.1:8080, x.zarr",
    })
    void remoteLocationIsSchemeBucketAndKey(String text, Scheme scheme, String bucket, String key) {
        assertThat(Location.parse(text)).isEqualTo(new Location(scheme, bucket, key));
        assertThat(Location.parse(text).isFile()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/data/x.zarr, /data/x.zarr",
        "/data//./y/../x.zarr/, /data/x.zarr",
        "file:/data/x.zarr, /data/x.zarr",
        "file:///data/x.zarr, /data/x.zarr",
        "FILE:///data/x.zarr, /data/x.zarr",
        "/data/s3:x.zarr, /data/s3:x.zarr",
        "/, /",
    })
    void absolutePathIsNormalised(String text, String path) {
        Location location = Location.parse(text);
        assertThat(location).isEqualTo(new Location(Scheme.FILE, "", path));
        assertThat(location.path()).isEqualTo(Path.of(path));
        assertThat(location).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.zarr", "./x.zarr", "a/../x.zarr", "file:x.zarr"})
    void relativePathStartsInTheWorkingFolder(String text) {
        assertThat(Location.parse(text).path()).isEqualTo(Path.of("x.zarr").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gs://bucket/x.zarr", // I1
                "GS://bucket/x.zarr",
                "ftp://host/x.zarr",
                "azure://x",
                "s3:bucket/x.zarr",
                "https:host/x.zarr",
                "s3://",
                "s3:///x.zarr",
                "https:///x.zarr",
                "https://host/x.zarr?token=secret",
                "http://host/x.zarr#top",
                "https://user@/x.zarr",
                "file://host/x.zarr",
                "",
                " ",
                "a\0b",
            })
    void whatIsNoLocationIsAUsageError(String text) {
        assertThatThrownBy(() -> Location.parse(text))
                .isInstanceOfSatisfying(InvalidRequestException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(64));
    }

    @Test
    void windowsPathIsAPathAndNoScheme() {
        assertThat(Location.parse("C:\\data\\x.zarr").isFile()).isTrue();
        assertThat(Location.parse("c:/data/x.zarr").isFile()).isTrue();
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(Location.parse("https://user:secret@host/x.zarr")).hasToString("https://host/x.zarr");
        assertThat(Location.parse("s3://tenant:bucket/x.zarr")).hasToString("s3://tenant:bucket/x.zarr");
    }

    @Test
    void namesAndSiblingsAreThoseOfTheLastSegment() {
        Location remote = Location.parse("s3://bucket/a/x.zarr");
        assertThat(remote.name()).isEqualTo("x.zarr");
        assertThat(remote.parent()).isEqualTo(Location.parse("s3://bucket/a"));
        assertThat(remote.parent().parent()).isEqualTo(Location.parse("s3://bucket"));
        assertThat(remote.sibling("y.zarr")).isEqualTo(Location.parse("s3://bucket/a/y.zarr"));
        assertThat(Location.parse("s3://bucket/x.zarr").sibling("y.zarr"))
                .isEqualTo(Location.parse("s3://bucket/y.zarr"));
        assertThat(Location.parse("/d/x.zarr").sibling("y.zarr")).isEqualTo(Location.parse("/d/y.zarr"));
        assertThatThrownBy(remote::path).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void archiveIsKnownByItsName() {
        assertThat(Location.parse("/d/x.zarr.zip").isArchive()).isTrue();
        assertThat(Location.parse("/d/X.ZARR.ZIP").isArchive()).isTrue();
        assertThat(Location.parse("/d/x.zip").isArchive()).isFalse();
        assertThat(Location.parse("/d/x.zarr").isArchive()).isFalse();
    }

    // --- what opens

    private static void assertExit(int code, Class<? extends Exception> type, Location location) {
        assertThatThrownBy(() -> Stores.open(location))
                .isInstanceOf(type)
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(code));
    }

    @Test
    void missingSourceIsNotFound(@TempDir Path folder) {
        assertExit(66, UnusableSourceException.class, Location.of(folder.resolve("no.zarr")));
        assertExit(66, UnusableSourceException.class, Location.of(folder.resolve("no.zarr.zip")));
    }

    @Test
    void fileThatIsNoArchiveIsNotSupported(@TempDir Path folder) throws IOException {
        assertExit(65, UnusableSourceException.class, Location.of(Files.writeString(folder.resolve("x.zarr"), "x")));
        assertExit(
                65, UnusableSourceException.class, Location.of(Files.writeString(folder.resolve("x.zarr.zip"), "x")));
    }

    @Test
    void remoteArchivesAreNotSupported() {
        assertExit(65, UnusableSourceException.class, Location.parse("s3://bucket/x.zarr.zip"));
        assertExit(65, UnusableSourceException.class, Location.parse("https://host/x.zarr.zip"));
    }

    @Test
    void whatMakesNoUrlIsAUsageError() {
        assertExit(64, InvalidRequestException.class, Location.parse("https://no host/x.zarr"));
        assertExit(64, InvalidRequestException.class, Location.parse("http://host:port/x.zarr"));
    }

    @Test
    void webServersAreNotWritten() {
        assertThatThrownBy(() -> Stores.writable(Location.parse("https://host/x.zarr")))
                .isInstanceOfSatisfying(InvalidRequestException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(64));
    }

    @Test
    void archivesAreNotWritten(@TempDir Path folder) {
        assertThatThrownBy(() -> Stores.writable(Location.of(folder.resolve("x.zarr.zip"))))
                .isInstanceOfSatisfying(InvalidRequestException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(64));
    }

    /// I4: an address of a path-style service names endpoint, bucket and key.
    @Test
    void addressOfABucketIsTakenApart() {
        var address = S3Address.of(Location.parse("https://objects.eodc.eu:443/0f:202603-s02/01/p/S2B.zarr"))
                .orElseThrow();
        assertThat(address.endpoint()).hasToString("https://objects.eodc.eu");
        assertThat(address.location()).isEqualTo(new Location(Location.Scheme.S3, "0f:202603-s02", "01/p/S2B.zarr"));
        assertThat(S3Address.of(Location.parse("http://127.0.0.1:9000/0f%3Ax/k+1.zarr")))
                .contains(new S3Address(
                        java.net.URI.create("http://127.0.0.1:9000"),
                        new Location(Location.Scheme.S3, "0f:x", "k+1.zarr")));
        assertThat(S3Address.of(Location.parse("https://host/x.zarr"))).isEmpty();
        assertThat(S3Address.of(Location.parse("s3://bucket/x/y.zarr"))).isEmpty();
    }
}
