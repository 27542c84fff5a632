package dev.zarrgo.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Requests that ask for the same have one digest, others have another.
class DigestTest {

    private static JobRequest with(String parameters) throws IOException {
        return new JobRequest("o", Action.CONVERT, "c", "i", "https://h/i", object(parameters));
    }

    private static ObjectNode object(String text) throws IOException {
        return (ObjectNode) Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("A25: the order of members does not matter, nor do lane and trace")
    void theOrderOfMembersDoesNotMatter() throws IOException {
        Digest one = with("{\"stage\": \"never\", \"convert_options\": {\"level\": \"L2A\", \"encoding\": \"codec\"}}")
                .digest();
        JobRequest other =
                with("{\"convert_options\": {\"encoding\": \"codec\", \"level\": \"L2A\"}, \"stage\": \"never\"}");
        assertThat(other.with(Optional.of("00-trace")).digest()).isEqualTo(one);
    }

    @Test
    void whateverChangesTheResultChangesTheDigest() throws IOException {
        JobRequest request = with("{}");
        List<JobRequest> others = List.of(
                with("{\"stage\": \"never\"}"),
                with("{\"convert_options\": {\"levels\": [\"r10m\", \"r20m\"]}}"),
                with("{\"convert_options\": {\"levels\": [\"r20m\", \"r10m\"]}}"),
                request.with("j", request.source()),
                request.with("i", "https://h/j"));
        assertThat(others)
                .extracting(JobRequest::digest)
                .doesNotHaveDuplicates()
                .doesNotContain(request.digest());
    }

    @Test
    @DisplayName("P6: the actions of one family exclude each other")
    void actionsOfOneFamilyShareTheirLiveKey() {
        assertThat(JobRequest.liveKey("c", "i", Action.CONVERT_S2_HIGH))
                .isEqualTo(JobRequest.liveKey("c", "i", Action.CONVERT));
    }
}
