package dev.zarrgo.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.webhook.RunningService.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what: tokens of the operator, tokens of a real identity provider's form, and forged ones
/// (rules P8, A10, A24).
class SecurityTest {

    private static final String READER = "reader-token-0123456789";
    private static final String SUBMITTER = "submitter-token-0123456789";
    private static final String ADMIN = "admin-token-0123456789";
    private static final String ISSUER = "https://provider.example.org";
    private static final String AUDIENCE = "zarrgo";

    private static RSAKey key;
    private static RSAKey otherKey;
    private static HttpServer provider;
    private static RunningService service;

    @BeforeAll
    static void start(@TempDir Path folder) throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        otherKey = new RSAKeyGenerator(2048).keyID("one").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        provider.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        service = RunningService.start(
                folder,
                "security.tokens",
                "reader:read:%s, submitter:submit:%s, admin:admin:%s".formatted(READER, SUBMITTER, ADMIN),
                "security.oidc.issuer",
                ISSUER,
                "security.oidc.audience",
                AUDIENCE,
                "security.oidc.jwks-url",
                "http://127.0.0.1:%d/jwks".formatted(provider.getAddress().getPort()));
    }

    @AfterAll
    static void stop() {
        service.close();
        provider.stop(0);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /jobs,                                              200, 200, 200",
        "GET,    /stats,                                             200, 200, 200",
        "GET,    /catalog,                                           200, 200, 200",
        "GET,    /prometheus,                                        200, 200, 200",
        "POST,   /samples,                                           403, 400, 400",
        "POST,   /jobs,                                              403, 400, 400",
        "POST,   /jobs/batch,                                        403, 400, 400",
        "POST,   /jobs/retry,                                        403, 200, 200",
        "POST,   /processes/convert/execution,                       403, 400, 400",
        "DELETE, /jobs/01jd3q6z8k5v0c9x2m4n7p1r3t,                   403, 404, 404",
        "PUT,    /jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/retry,             403, 404, 404",
        "PUT,    /jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/fail,              403, 404, 404",
        "PUT,    /jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/data,              403, 404, 404",
        "PUT,    /jobs/01jd3q6z8k5v0c9x2m4n7p1r3t/state/DONE,        403, 403, 404"
    })
    void rolesOpenWhatTheyShould(String method, String path, int reader, int submitter, int admin) {
        String body = method.equals("GET") || method.equals("DELETE") ? "" : "{}";
        assertThat(service.send(method, path, body).status()).isEqualTo(401);
        assertThat(service.send(method, path, body, bearer(READER)).status()).isEqualTo(reader);
        assertThat(service.send(method, path, body, bearer(SUBMITTER)).status()).isEqualTo(submitter);
        assertThat(service.send(method, path, body, bearer(ADMIN)).status()).isEqualTo(admin);
    }

    @ParameterizedTest
    @CsvSource({"/", "/health", "/health/liveness", "/health/readiness", "/openapi.yml", "/openapi", "/conformance"})
    void someThingsAreOpenToAll(String path) {
        assertThat(service.get(path).status()).isEqualTo(200);
    }

    @Test
    void refusalsAreProblemsAndSayWhatToSend() {
        Answer unknown = service.get("/jobs");
        assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(unknown.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(unknown.text("detail")).contains("Authorization");
        Answer forbidden = service.post("/samples", "{}", bearer(READER));
        assertThat(forbidden.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(forbidden.text("detail")).contains("role");
    }

    @Test
    void jobsBelongToTheirToken() {
        Answer receipt = service.post("/samples", RunningService.sample("OWNED"), bearer(SUBMITTER));
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
        Answer job = service.get("/jobs/" + receipt.text("job"), bearer(READER));
        assertThat(job.text("owner")).isEqualTo("submitter");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("anna")
                .claim("roles", List.of("submit", "of-another-program"))
                .issueTime(Date.from(Instant.now().minusSeconds(10)))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("one").build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String good(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(claims.build(), JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    @Test
    void tokenOfTheProviderIsAccepted() throws JOSEException {
        String token = good(claims());
        assertThat(service.get("/jobs", bearer(token)).status()).isEqualTo(200);
        Answer receipt = service.post("/samples", RunningService.sample("OIDC"), bearer(token));
        assertThat(receipt.status()).as(receipt.body()).isEqualTo(200);
        assertThat(service.get("/jobs/" + receipt.text("job"), bearer(token)).text("owner"))
                .isEqualTo("anna");
        assertThat(service.put("/jobs/%s/state/DONE".formatted(receipt.text("job")), "{}", bearer(token))
                        .status())
                .isEqualTo(403);
    }

    static Stream<String> forged() throws JOSEException {
        String good = good(claims());
        String[] parts = good.split("\\.", -1);
        byte[] publicKey = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                good(claims().expirationTime(Date.from(Instant.now().minusSeconds(3600)))),
                good(claims().expirationTime(Date.from(Instant.EPOCH))),
                good(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(3600)))),
                good(claims().issuer("https://evil.example")),
                good(claims().audience("another-service")),
                good(claims().issuer(null)),
                good(claims().audience((String) null)),
                signed(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(otherKey)),
                signed(claims().build(), JWSAlgorithm.HS256, new MACSigner(publicKey)),
                new PlainJWT(claims().build()).serialize(),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, 40),
                parts[0] + "."
                        + new PlainJWT(claims().subject("root").build())
                                .serialize()
                                .split("\\.", -1)[1] + "." + parts[2],
                "a.b.c",
                "..",
                "x",
                READER + "x",
                READER.substring(1),
                "reader:read:" + READER,
                "a".repeat(7000));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void forgedAndExpiredTokensAreRefused(String token) {
        Answer answer = service.post("/samples", RunningService.sample("FORGED"), bearer(token));
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(service.get("/jobs?item=S2A_FORGED", bearer(READER)).json().path("jobs"))
                .isEmpty();
    }

    @Test
    void tokenWithoutRolesMayNothing() throws JOSEException {
        String token = good(claims().claim("roles", List.of("of-another-program")));
        assertThat(service.get("/jobs", bearer(token)).status()).isEqualTo(403);
    }

    @Test
    void tokenInTheAddressIsNone() {
        assertThat(service.get("/jobs?access_token=" + READER).status()).isEqualTo(401);
        assertThat(service.get("/jobs", "Cookie", "JWT=" + READER).status()).isEqualTo(401);
        assertThat(service.get("/jobs", "Authorization", "Basic " + READER).status())
                .isEqualTo(401);
    }

    @Test
    void nobodyUnknownComesInFromElsewhere(@TempDir Path folder) {
        assertThatThrownBy(() -> RunningService.start(folder, "webhook.host", "0.0.0.0"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("nobody would have to say who they are");
    }

    @Test
    void shortTokensAndHalfAProviderAreBadSettings(@TempDir Path folder) {
        assertThatThrownBy(() -> RunningService.start(folder, "security.tokens", "a:read:short"))
                .hasMessageContaining("shorter");
        assertThatThrownBy(() -> RunningService.start(folder, "security.tokens", "a:god:0123456789abcdef"))
                .hasMessageContaining("god");
        assertThatThrownBy(() -> RunningService.start(folder, "security.oidc.issuer", ISSUER))
                .hasMessageContaining("together");
    }

    /// The scripts of old send no token, and know one address (rule P8).
    @Test
    void anonymousSamplesOpenOneAddressAlone(@TempDir Path folder) {
        try (RunningService open = RunningService.start(
                folder,
                "webhook.host",
                "0.0.0.0",
                "webhook.address",
                "http://127.0.0.1",
                "webhook.samples.anonymous",
                "true")) {
            String local = "http://127.0.0.1:" + open.port();
            assertThat(open.at(local)
                            .post("/samples", RunningService.sample("OPEN"))
                            .status())
                    .isEqualTo(200);
            assertThat(open.at(local).get("/samples").status()).isEqualTo(401);
            assertThat(open.at(local).get("/jobs").status()).isEqualTo(401);
            assertThat(open.at(local).post("/jobs", RunningService.job("OPEN")).status())
                    .isEqualTo(401);
            assertThat(open.at(local).get("/catalog").status()).isEqualTo(401);
            assertThat(open.at(local).get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void hastyClientsAreToldWhenToComeBack(@TempDir Path folder) {
        try (RunningService slow =
                RunningService.start(folder, "webhook.requests-per-second", "1", "webhook.burst", "5")) {
            var statuses = Stream.generate(() -> slow.get("/jobs")).limit(7).toList();
            assertThat(statuses)
                    .extracting(Answer::status)
                    .startsWith(200, 200, 200, 200, 200)
                    .contains(429);
            Answer refused = statuses.stream()
                    .filter(answer -> answer.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(refused.header("Retry-After")).matches("[1-9]");
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(slow.get("/health/liveness").status()).isEqualTo(200);
        }
    }
}
