package dev.zarrgo.cli;

import static dev.zarrgo.testkit.TestCluster.NAMESPACE;
import static dev.zarrgo.testkit.TestCluster.await;
import static dev.zarrgo.testkit.TestCluster.kubectl;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfCluster;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The service as it is deployed: two replicas of the image, a ledger in PostgreSQL, workflows on Argo.
@EnabledIfCluster
@EnabledIfSet({
    "ZARRGO_S3_ENDPOINT",
    "ZARRGO_S3_BUCKET",
    "ZARRGO_S3_PUBLIC_BUCKET",
    "ZARRGO_TITILER_URL",
    "ZARRGO_PG_JDBC_URL",
    "ZARRGO_PG_USER",
    "ZARRGO_PG_PASSWORD"
})
class ClusterServiceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /// The one of the overlay; a test value, not secret.
    private static final String TOKEN = "local-client-token";

    private static final String DATABASE = "zarrgo_ledger";

    private static ClusterSources sources;
    private static String service;

    @BeforeAll
    static void deploy() throws SQLException {
        TestCluster.prepare();
        emptyLedger();
        kubectl("-n", NAMESPACE, "scale", "deployment/zarrgo", "--replicas=2");
        kubectl("-n", NAMESPACE, "rollout", "status", "deployment/zarrgo", "--timeout=120s");
        service = "http://" + kubectl("-n", NAMESPACE, "get", "service", "zarrgo", "-o", "jsonpath={.spec.clusterIP}");
        sources = new ClusterSources();
    }

    private static void emptyLedger() throws SQLException {
        String server = System.getenv("ZARRGO_PG_JDBC_URL").replaceFirst("/[^/]*$", "/postgres");
        try (Connection connection = DriverManager.getConnection(
                        server, System.getenv("ZARRGO_PG_USER"), System.getenv("ZARRGO_PG_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists %s with (force)".formatted(DATABASE));
            statement.execute("create database %s template template0".formatted(DATABASE));
        }
    }

    @AfterAll
    static void stop() {
        kubectl("-n", NAMESPACE, "scale", "deployment/zarrgo", "--replicas=0");
    }

    private static String post(String source) {
        var body = Json.object().put("source_url", source).put("collection", ClusterSources.COLLECTION);
        HttpResponse<byte[]> reply = ClusterSources.send(HttpRequest.newBuilder(URI.create(service + "/samples"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body.put("action", "convert-v1-s2")))));
        assertThat(reply.statusCode())
                .as(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return document(reply).path("job").asText();
    }

    private static JsonNode job(String id) {
        return document(ClusterSources.send(HttpRequest.newBuilder(URI.create(service + "/jobs/" + id))
                .header("Authorization", "Bearer " + TOKEN)
                .GET()));
    }

    private static JsonNode document(HttpResponse<byte[]> reply) {
        try {
            return Json.parse(reply.body());
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static JsonNode ended(String job) {
        var last = new ArrayList<JsonNode>();
        await("the end of job " + job, PATIENCE, () -> {
            last.add(job(job));
            return List.of("DONE", "FAILED", "INVALID")
                    .contains(last.getLast().path("state").asText());
        });
        return last.getLast();
    }

    @Test
    @DisplayName("P4: a POST becomes a workflow, a store, an item and a picture")
    void postIsPublished() {
        String id = ClusterSources.newId();
        JsonNode job = ended(post(sources.item(id, sources.product())));
        assertThat(job.path("state").asText()).as(job.toPrettyString()).isEqualTo("DONE");
        sources.assertPublished(id);
        assertThat(job.at("/attempts/0/steps"))
                .as("steps are recorded, for when the workflow is gone")
                .hasSize(5);
        assertThat(metricsOfLeader())
                .contains("geozarr_conversion_seconds_count{collection=\"%s\",product=\""
                        .formatted(ClusterSources.COLLECTION))
                .contains("stac_registration_total{collection=\"%s\",status=\"success\"}"
                        .formatted(ClusterSources.COLLECTION))
                .contains("preview_generation_seconds_count{collection=\"%s\"}".formatted(ClusterSources.COLLECTION));
    }

    /// Rule P81: who records the end of an attempt sums up what its pods reported.
    private static String metricsOfLeader() {
        String address = kubectl(
                "-n",
                NAMESPACE,
                "get",
                "pod",
                leader(),
                "-o",
                "jsonpath={.status.podIP}:{.spec.containers[0].ports[0].containerPort}");
        HttpResponse<byte[]> reply =
                ClusterSources.send(HttpRequest.newBuilder(URI.create("http://%s/prometheus".formatted(address)))
                        .header("Authorization", "Bearer " + TOKEN)
                        .GET());
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("A22: what cannot be published ends INVALID or FAILED, with the reason, and is not registered")
    void unusableSourcesEndWithTheirReason() {
        String truncated = ClusterSources.newId();
        String elsewhere = ClusterSources.newId();
        var expected = new TreeMap<String, Map.Entry<String, String>>();
        expected.put(post(sources.missing()), Map.entry("INVALID", "no such item"));
        expected.put(post(sources.forbidden()), Map.entry("FAILED", "403"));
        expected.put(post(sources.item(truncated, sources.truncatedProduct())), Map.entry("INVALID", "truncated.zarr"));
        expected.put(
                post(sources.item(elsewhere, "http://169.254.169.254/latest/secret.zarr")),
                Map.entry("INVALID", "169.254.169.254"));
        expected.forEach((id, end) -> {
            JsonNode job = ended(id);
            assertThat(job.path("state").asText()).as(job.toPrettyString()).isEqualTo(end.getKey());
            assertThat(job.path("message").asText()).contains(end.getValue());
        });
        assertThat(List.of(truncated, elsewhere)).noneMatch(sources::isRegistered);
    }

    @Test
    @DisplayName("two replicas: the leader is killed, work goes on within 15 s, nothing runs twice")
    void killedLeaderIsReplaced() {
        var jobs = new TreeMap<String, String>();
        for (int i = 0; i < 3; i++) {
            String id = ClusterSources.newId();
            jobs.put(post(sources.item(id, sources.product())), id);
        }
        await("a workflow", PATIENCE, () -> !workflows(jobs.firstKey()).isEmpty());
        String leader = leader();
        kubectl("-n", NAMESPACE, "delete", "pod", leader, "--force", "--grace-period=0", "--wait=false");
        await("another leader", Duration.ofSeconds(15), () -> !leader().equals(leader) && !leader().isEmpty());
        String late = ClusterSources.newId();
        jobs.put(post(sources.item(late, sources.product())), late);
        jobs.forEach((job, item) -> {
            JsonNode end = ended(job);
            assertThat(end.path("state").asText()).as(end.toPrettyString()).isEqualTo("DONE");
            assertThat(end.path("attempt").asInt()).isEqualTo(1);
            assertThat(workflows(job)).hasSize(1);
            assertThat(sources.isRegistered(item)).isTrue();
        });
    }

    private static String leader() {
        return kubectl("-n", NAMESPACE, "get", "lease", "zarrgo-controller", "-o", "jsonpath={.spec.holderIdentity}");
    }

    private static List<String> workflows(String job) {
        return kubectl("-n", NAMESPACE, "get", "workflows", "-l", "zarrgo.dev/job=" + job, "-o", "name")
                .lines()
                .toList();
    }
}
