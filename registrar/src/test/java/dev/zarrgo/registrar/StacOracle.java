package dev.zarrgo.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A validator that knows nothing of ours: `stac_validate.py` at `ZARRGO_STAC_VALIDATE`, run by
/// `ZARRGO_SERVICES_PYTHON`. Without the two nothing is asked; with `ZARRGO_REQUIRE=all` that is an error.
public final class StacOracle {

    private StacOracle() {}

    /// @param path a document, or a folder of documents
    public static void assertValid(Path path) {
        String python = System.getenv("ZARRGO_SERVICES_PYTHON");
        String script = System.getenv("ZARRGO_STAC_VALIDATE");
        if (python == null || script == null) {
            assertThat(System.getenv("ZARRGO_REQUIRE"))
                    .as("ZARRGO_SERVICES_PYTHON and ZARRGO_STAC_VALIDATE are not set")
                    .isNotEqualTo("all");
            System.out.println("not judged by stac_validate.py, which ZARRGO_STAC_VALIDATE does not name: " + path);
            return;
        }
        Program.Outcome outcome = Program.run(python, script, path);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("valid ").doesNotContain("INVALID");
    }

    public static void assertValid(ObjectNode document) {
        try {
            Path file = Files.createTempFile("stac", ".json");
            Files.write(file, Json.bytes(document));
            assertValid(file);
            Files.delete(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
