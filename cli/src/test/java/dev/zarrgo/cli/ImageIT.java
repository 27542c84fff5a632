package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The archive that `./zarrgo image` has made: the variable `ZARRGO_IMAGE` names it.
@EnabledIfSet("ZARRGO_IMAGE")
class ImageIT {

    private static final long MAX_BYTES = 150L << 20;

    private final Path archive = Path.of(System.getenv().getOrDefault("ZARRGO_IMAGE", ""));

    private String entry(String name) {
        Program.Outcome outcome = Program.run("tar", "-xOf", archive, name);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    @DisplayName("P84: one image, small, not of root, and as old as the epoch, so that equal ones are equal")
    void imageIsSmallAndConfined() throws IOException {
        assertThat(Files.size(archive)).isLessThan(MAX_BYTES);
        JsonNode manifest = json(entry("manifest.json")).path(0);
        assertThat(manifest.at("/RepoTags/0").asText()).startsWith("zarrgo:");
        JsonNode config = json(entry(manifest.path("Config").asText()));
        assertThat(config.path("created").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
        assertThat(config.at("/config/Entrypoint").toString()).isEqualTo("[\"/opt/zarrgo/bin/zarrgo\"]");
    }

    @Test
    @DisplayName("P84: the image says what is in it")
    void billOfMaterialsIsInside() throws IOException {
        Path folder = Files.createTempDirectory("image");
        try {
            Program.run("tar", "-xf", archive, "-C", folder);
            StringBuilder found = new StringBuilder();
            for (JsonNode layer : json(entry("manifest.json")).at("/0/Layers")) {
                Program.Outcome bill = Program.run(
                        "tar", "-xzOf", folder.resolve(layer.asText()), "--warning=none", "opt/zarrgo/sbom.json");
                if (bill.exitCode() == 0) {
                    found.append(bill.output());
                }
            }
            JsonNode bill = json(found.toString());
            assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
            assertThat(bill.path("components").findValuesAsText("name"))
                    .contains("Eclipse Temurin", "libc6", "zstd-jni", "kubernetes-client");
        } finally {
            Folders.delete(folder);
        }
    }
}
