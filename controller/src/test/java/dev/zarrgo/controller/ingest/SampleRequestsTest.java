package dev.zarrgo.controller.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.job.Lane;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests as documents: what is taken in, and where a refusal points.
class SampleRequestsTest {

    private static final SourceGuard GUARD = address -> {
        if (address.contains("forbidden")) {
            throw new InvalidRequestException(FailureCode.USAGE, "that host is not allowed");
        }
    };

    private final SampleRequests requests =
            new SampleRequests(new IntakeSettings(Set.of("sentinel-2-l2a", "sentinel-2-l1c"), 10), GUARD);

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(text, broken);
        }
    }

    @Test
    @DisplayName("P4: what existing clients send")
    void whatExistingClientsSendIsTakenIn() {
        JobRequest request = requests.ofSample(
                json("{'source_url': 'https://h/collections/c/items/S2A_X.json', 'collection': 'sentinel-2-l2a',"
                        + " 'action': 'convert-v1-s2-hp'}"),
                "me");
        assertThat(request.itemId()).isEqualTo("S2A_X");
        assertThat(request.action()).isEqualTo(Action.CONVERT_S2_HIGH);
        assertThat(request.lane()).isEqualTo(Lane.HIGH);
        assertThat(request.priority()).isGreaterThan(Lane.NORMAL.priority());
        assertThat(request.owner()).isEqualTo("me");
    }

    @Test
    @DisplayName("P4: without an action it is a conversion")
    void withoutAnActionItIsAConversion() {
        JobRequest request = requests.ofSample(
                json("{'source_url': 's3://bucket/a/S2A_Y.zarr/', 'collection': 'sentinel-2-l2a'}"), "me");
        assertThat(request.action()).isEqualTo(Action.CONVERT);
        assertThat(request.itemId()).isEqualTo("S2A_Y");
    }

    @Test
    void parametersAreThoseOfTheTemplate() {
        JobRequest request = requests.ofSample(
                json("{'source_url': 'https://h/a.zarr', 'collection': 'sentinel-2-l2a', 'item_id': 'a', 'parameters':"
                        + " {'stage': 'never', 'register_mode': 'create-only',"
                        + " 'convert_options': {'encoding': 'codec', 'levels': ['r10m', 'r20m'], 'sharding': false}}}"),
                "me");
        assertThat(request.parameters().path("convert_options").path("encoding").asText())
                .isEqualTo("codec");
        JobRequest asJob = requests.ofJob(
                json("{'source': 'https://h/a.zarr', 'collection': 'sentinel-2-l2a',"
                        + " 'options': {'encoding': 'codec', 'levels': ['r10m', 'r20m'], 'sharding': false},"
                        + " 'parameters': {'stage': 'never', 'register_mode': 'create-only'}}"),
                "me");
        assertThat(asJob.digest()).isEqualTo(request.digest());
    }

    /// One line for each way to be wrong: the body, and where the answer points.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no object                  | []                                                             | ''
            null                       | null                                                           | ''
            nothing                    | {}                                                             | /source_url
            an unknown member          | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'x': 1} | /x
            a member of another form   | {'source': 'https://h/a', 'collection': 'sentinel-2-l2a'}      | /source
            no source                  | {'collection': 'sentinel-2-l2a'}                               | /source_url
            an empty source            | {'source_url': ' ', 'collection': 'sentinel-2-l2a'}            | /source_url
            a source that is a number  | {'source_url': 7, 'collection': 'sentinel-2-l2a'}              | /source_url
            a file                     | {'source_url': 'file:///etc/passwd', 'collection': 'sentinel-2-l2a'} | /source_url
            a path                     | {'source_url': '/etc/passwd', 'collection': 'sentinel-2-l2a'}  | /source_url
            no host                    | {'source_url': 'https:///a', 'collection': 'sentinel-2-l2a'}   | /source_url
            no address                 | {'source_url': 'https://h/a b', 'collection': 'sentinel-2-l2a'} | /source_url
            a way up                   | {'source_url': 'https://h/..', 'collection': 'sentinel-2-l2a'} | /source_url
            no item                    | {'source_url': 'https://h/', 'collection': 'sentinel-2-l2a'}   | /source_url
            an id that is refused      | {'source_url': 'https://h/a%3Ab', 'collection': 'sentinel-2-l2a'} | /source_url
            a forbidden host           | {'source_url': 'https://forbidden/a', 'collection': 'sentinel-2-l2a'} | /source_url
            a collection not set up    | {'source_url': 'https://h/a', 'collection': 'other'}           | /collection
            a collection as a path     | {'source_url': 'https://h/a', 'collection': '../x'}            | /collection
            an unknown action          | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'action': 'convert-v2'} | /action
            an action in capitals      | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'action': 'CONVERT'} | /action
            another item id            | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'item_id': 'b'} | /item_id
            parameters as a list       | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': []} | /parameters
            an unknown parameter       | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': {'a/b': 1}} | /parameters/a~1b
            a wrong choice             | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': {'stage': 'maybe'}} | /parameters/stage
            an unknown option          | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': {'convert_options': {'threads': 99}}} | /parameters/convert_options/threads
            a wrong option             | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': {'convert_options': {'spatial-chunk': 1}}} | /parameters/convert_options/spatial-chunk
            an option that injects     | {'source_url': 'https://h/a', 'collection': 'sentinel-2-l2a', 'parameters': {'convert_options': {'levels': ['r10m --x']}}} | /parameters/convert_options/levels
            """)
    @DisplayName("P5, P7, X4: what is refused, and where")
    void whatIsRefused(String what, String body, String pointer) {
        assertThatThrownBy(() -> requests.ofSample(json(body), "me"))
                .as(what)
                .isInstanceOfSatisfying(RefusedSubmissionException.class, refused -> assertThat(refused.violations())
                        .extracting(Violation::pointer)
                        .contains(pointer));
    }

    @Test
    @DisplayName("P7: an answer names everything that is wrong at once")
    void everythingIsNamedAtOnce() {
        assertThatThrownBy(() -> requests.ofSample(
                        json("{'source_url': 3, 'collection': 'other', 'action': 'x', 'y': 1}"), "me"))
                .isInstanceOf(RefusedSubmissionException.class)
                .extracting(refused -> ((RefusedSubmissionException) refused).violations(), LIST)
                .hasSize(4);
    }

    @Test
    void aLongTextIsRefusedWithoutRepeatingIt() {
        String text = "x".repeat(10_000_000);
        assertThatThrownBy(() -> requests.ofSample(
                        Json.object().put("source_url", "https://h/" + text).put("collection", text), "me"))
                .isInstanceOfSatisfying(RefusedSubmissionException.class, refused -> assertThat(refused.violations())
                        .allSatisfy(violation -> assertThat(violation.detail()).hasSizeLessThan(500)));
    }

    @Test
    void anIdHasToFitIntoTheLedger() {
        assertThatThrownBy(() -> requests.ofSample(
                        Json.object()
                                .put("source_url", "https://h/" + "x".repeat(1000))
                                .put("collection", "sentinel-2-l2a"),
                        "me"))
                .isInstanceOf(RefusedSubmissionException.class);
    }
}
