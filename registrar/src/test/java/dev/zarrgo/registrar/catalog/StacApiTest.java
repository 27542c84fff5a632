package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.registrar.http.ClientCredentials;
import dev.zarrgo.registrar.http.FakeStacApi;
import dev.zarrgo.registrar.http.FakeStacApi.Fault;
import dev.zarrgo.registrar.http.Tokens;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.stac.Item;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way in which a catalogue can fail a write: what may succeed later is tried again, and what remains
/// ends with the exit code that tells a workflow so.
class StacApiTest {

    private static final String COLLECTION = "sentinel-2-l2a";

    private static final Duration PATIENCE = Duration.ofMillis(150);

    private final FakeStacApi server = new FakeStacApi();
    private final StacApi catalog = new StacApi(server.address(), Registrations.http());
    private final Item item = PgStacIT.item(COLLECTION, 1);

    @BeforeEach
    void makeCollection() {
        catalog.put(CollectionTemplates.of(COLLECTION, item));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void assertStored() {
        assertThat(SameItem.test(
                        catalog.item(COLLECTION, item.id()).orElseThrow().item(), item))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    @DisplayName("P55: an answer that may be another one later")
    void triesAgain(int status) {
        server.fail(Fault.of("POST", status));
        server.fail(Fault.of("POST", status));
        assertThat(catalog.create(item)).isEqualTo(Catalog.Outcome.DONE);
        assertStored();
        assertThat(catalog.replace(item, Optional.empty())).isEqualTo(Catalog.Outcome.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("P55: an answer that is lost is resolved by reading back")
    void readsBackWhenTheConnectionIsCut(boolean effect) {
        server.fail(Fault.cut("POST", effect));
        assertThat(catalog.create(item)).isEqualTo(Catalog.Outcome.DONE);
        assertStored();
        server.fail(Fault.cut("PUT", effect));
        Item.propertiesOf(item.document()).put("updated", "2030-01-01T00:00:00Z");
        assertThat(catalog.replace(item, Optional.empty())).isEqualTo(Catalog.Outcome.DONE);
        assertStored();
    }

    @Test
    @DisplayName("a bare 500 that has taken effect is a success")
    void readsBackAfterAServerError() {
        server.fail(new Fault("POST", 500, true, Map.of(), Duration.ZERO));
        assertThat(catalog.create(item)).isEqualTo(Catalog.Outcome.DONE);
        long posts = server.requests().stream()
                .filter(request -> request.startsWith("POST") && request.endsWith("/items"))
                .count();
        assertThat(posts).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400, 69", "401, 77", "403, 77", "413, 69", "422, 69", "429, 75", "500, 75", "501, 69", "503, 75"})
    @DisplayName("X6: what remains, and its exit code")
    void givesUpWithTheRightExitCode(int status, int exitCode) {
        for (int i = 0; i < 10; i++) {
            server.fail(Fault.of("POST", status));
        }
        assertThatThrownBy(() -> catalog.create(item))
                .hasMessageContaining("HTTP " + status)
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(exitCode));
        assertThat(catalog.item(COLLECTION, item.id())).isEmpty();
    }

    @Test
    void aRedirectedWriteIsRefusedAndSaysWhereTo() {
        server.fail(new Fault("POST", 301, false, Map.of("Location", "https://new.example/"), Duration.ZERO));
        assertThatThrownBy(() -> catalog.create(item))
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(69));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("P55: an answer that comes too late is resolved by reading back")
    void readsBackWhenTheAnswerIsSlow(boolean effect) {
        StacApi impatient = new StacApi(server.address(), Registrations.http(PATIENCE));
        server.fail(Fault.slow("POST", effect, PATIENCE.multipliedBy(3)));
        assertThat(impatient.create(item)).isEqualTo(Catalog.Outcome.DONE);
        assertStored();
    }

    @Test
    @DisplayName("X6: too slow every time")
    void aSlowCatalogueIsTransient() {
        StacApi impatient = new StacApi(server.address(), Registrations.http(PATIENCE));
        for (int i = 0; i < 10; i++) {
            server.fail(Fault.slow("POST", false, PATIENCE.multipliedBy(3)));
        }
        assertThatThrownBy(() -> impatient.create(item))
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(75));
    }

    @Test
    @DisplayName("X6: nobody there")
    void anUnreachableCatalogueIsTransient() {
        server.close();
        assertThatThrownBy(() -> new StacApi(server.address(), Registrations.http()).create(item))
                .hasMessageContaining("no answer")
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(75));
    }

    @Test
    @DisplayName("P55: a missing collection is said, not tried")
    void asksForTheCollectionFirst() {
        Item other = PgStacIT.item("nothing", 1);
        assertThatThrownBy(() -> catalog.create(other))
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(66));
        assertThat(server.requests()).doesNotContain("POST /collections/nothing/items");
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.fail(new Fault("POST", 429, false, Map.of("Retry-After", "0"), Duration.ZERO));
        assertThat(catalog.create(item)).isEqualTo(Catalog.Outcome.DONE);
    }

    @Test
    @DisplayName("P85: the collection is widened, and asked for once in a row of items")
    void widensTheCollectionOnce() {
        for (int i = 2; i < 6; i++) {
            catalog.put(PgStacIT.item(COLLECTION, 100 - i));
        }
        assertThat(catalog.requireCollection(COLLECTION).covers(PgStacIT.item(COLLECTION, 97)))
                .isTrue();
        long puts = server.requests().stream()
                .filter(("PUT /collections/" + COLLECTION)::equals)
                .count();
        assertThat(puts).isEqualTo(2); // when it was made, and for the first of the row
    }

    // --- tokens

    private StacApi authenticated(String secret) {
        Tokens tokens = new ClientCredentials(
                URI.create(server.address() + "/token"), "me", secret, Registrations.http(), InstantSource.system());
        return new StacApi(server.address(), Registrations.http(tokens, HttpClient.Redirect.NEVER));
    }

    @Test
    @DisplayName("P56: one token for many requests, a new one when it is refused")
    void renewsARefusedToken() {
        server.requireTokens();
        StacApi api = authenticated("right");
        api.put(item);
        assertThat(server.requests().stream().filter("POST /token"::equals)).hasSize(1);
        server.requireTokens();
        api.put(PgStacIT.item(COLLECTION, 1));
        assertThat(server.requests().stream().filter("POST /token"::equals)).hasSize(2);
    }

    @Test
    @DisplayName("P56: no token, no write")
    void failsClosed() {
        StacApi api = authenticated("wrong");
        assertThatThrownBy(() -> api.create(item))
                .hasMessageContaining("no access token")
                .satisfies(failure -> assertThat(ExitCode.of(failure)).isEqualTo(69));
        assertThat(server.requests()).doesNotContain("POST /collections/" + COLLECTION + "/items");
    }

    @Test
    @DisplayName("P56: a token is had anew before it expires")
    void renewsAnExpiringToken() {
        server.requireTokens();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        var seconds = new AtomicLong();
        var tokens = new ClientCredentials(
                URI.create(server.address() + "/token"),
                "me",
                "right",
                Registrations.http(),
                () -> start.plusSeconds(seconds.get()));
        tokens.current();
        seconds.set(269);
        tokens.current();
        assertThat(server.requests().stream().filter("POST /token"::equals)).hasSize(1);
        seconds.set(271);
        tokens.current();
        assertThat(server.requests().stream().filter("POST /token"::equals)).hasSize(2);
    }
}
