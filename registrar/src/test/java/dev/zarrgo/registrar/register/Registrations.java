package dev.zarrgo.registrar.register;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.RetryRule;
import dev.zarrgo.registrar.http.Tokens;
import dev.zarrgo.registrar.http.Transport;
import dev.zarrgo.registrar.item.Lifetime;
import dev.zarrgo.registrar.source.SourceReader;
import dev.zarrgo.registrar.stac.StacValidator;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Registrations as the tests make them.
public final class Registrations {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    public static final StacValidator VALIDATOR = new StacValidator();

    private static final RetryRule QUICK = new RetryRule(3, Duration.ofMillis(20), Duration.ofMillis(200));

    private Registrations() {}

    /// A client that loses no time.
    public static HttpService http() {
        return http(Tokens.NONE, HttpClient.Redirect.NEVER);
    }

    /// A client that waits for an answer only so long.
    public static HttpService http(Duration timeout) {
        return new HttpService(Transport.jdk(HttpClient.Redirect.NEVER), Tokens.NONE, QUICK, timeout);
    }

    public static HttpService http(Tokens tokens, HttpClient.Redirect redirect) {
        return new HttpService(Transport.jdk(redirect), tokens, QUICK, Duration.ofSeconds(20));
    }

    /// A request with nothing but source, store and collection.
    public static RegistrationRequest request(String source, Path store, String collection) {
        return request(source, Location.of(store), collection, Optional.empty(), Optional.empty());
    }

    public static RegistrationRequest request(
            String source, Location store, String collection, Optional<String> gateway, Optional<String> tiles) {
        return new RegistrationRequest(
                source,
                store,
                collection,
                RegistrationRequest.Mode.UPSERT,
                RegistrationRequest.MissingCollection.FROM_TEMPLATE,
                gateway,
                tiles,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Lifetime(Lifetime.DEFAULT_RETENTION_DAYS, Optional.empty(), false, Set.of()));
    }

    public static RegistrationReport run(RegistrationRequest request, Catalog catalog, Instant now) {
        return run(request, catalog, now, StoreAccess.with(StoreSettings.DEFAULT));
    }

    public static RegistrationReport run(
            RegistrationRequest request, Catalog catalog, Instant now, StoreAccess stores) {
        return run(request, catalog, now, stores, new SourceReader(http(Tokens.NONE, HttpClient.Redirect.NORMAL)));
    }

    public static RegistrationReport run(
            RegistrationRequest request, Catalog catalog, Instant now, StoreAccess stores, SourceReader sources) {
        return new Registration(request, catalog, sources, stores, VALIDATOR, InstantSource.fixed(now)).run();
    }
}
