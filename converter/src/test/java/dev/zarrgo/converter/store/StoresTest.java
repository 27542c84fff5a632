package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What opening a store costs those who do not need it.
class StoresTest {

    @Test
    void localStoresLoadNothingThatIsForRemoteOnes(@TempDir Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalReading.class.getName(),
                        folder.resolve("x.zarr").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(log))
                .contains("Optional[text]", "FileStore")
                .doesNotContain(
                        "java.net.http.", "jdk.internal.net.http.", "software.amazon.", "HttpStore", "S3Store ");
    }
}
