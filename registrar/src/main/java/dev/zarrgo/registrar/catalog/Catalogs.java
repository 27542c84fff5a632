package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.SourceGuard;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.registrar.http.ClientCredentials;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.RequestLog;
import dev.zarrgo.registrar.http.RetryRule;
import dev.zarrgo.registrar.http.Tokens;
import dev.zarrgo.registrar.http.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens the catalogue that a text names: the one place that knows which kinds there are.
///
/// Source: rules P56, P82, P85.
public final class Catalogs {

    private static final long DEFAULT_TIMEOUT_SECONDS = 30;

    private final Map<String, String> environment;
    private final StoreSettings buckets;
    private final boolean allowsHttp;
    private final Consumer<String> warnings;
    private final RequestLog requests = new RequestLog();

    /// Catalogues with the buckets that the environment names.
    ///
    /// @param environment the variables of rule P82 and those of the AWS tools
    /// @param allowsHttp whether addresses without TLS are accepted
    /// @param warnings is told what a person should know
    public Catalogs(Map<String, String> environment, boolean allowsHttp, Consumer<String> warnings) {
        this(environment, StoreSettings.of(environment), allowsHttp, warnings);
    }

    /// @param environment the variables of rule P82
    /// @param buckets how catalogues in buckets are reached
    /// @param allowsHttp whether addresses without TLS are accepted
    /// @param warnings is told what a person should know
    public Catalogs(
            Map<String, String> environment, StoreSettings buckets, boolean allowsHttp, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.buckets = buckets;
        this.allowsHttp = allowsHttp;
        this.warnings = warnings;
    }

    /// @param text the address of a STAC API, a `jdbc:postgresql:` URL of a pgSTAC database, or a folder or
    ///     bucket
    public Catalog open(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:postgresql:") || lower.startsWith("postgresql:") || lower.startsWith("postgres:")) {
            return PgStac.connect(text, environment);
        }
        Location location = Location.parse(text);
        return switch (location.scheme()) {
            case HTTP, HTTPS -> api(text);
            case FILE, S3 -> new StaticCatalog(Stores.writable(location, buckets));
        };
    }

    private StacApi api(String address) {
        requireTls(address);
        Transport transport = Transport.jdk(HttpClient.Redirect.NEVER);
        Tokens tokens = tokens(transport);
        if (tokens == Tokens.NONE) {
            warnings.accept("writing to %s without authentication".formatted(address));
        }
        return new StacApi(address, new HttpService(requests.around(transport), tokens, RetryRule.DEFAULT, timeout()));
    }

    /// What the APIs were asked that were opened here.
    public RequestLog requests() {
        return requests;
    }

    /// A client for addresses that an operator has set: previews.
    ///
    /// @param timeout of one attempt
    public HttpService reader(Duration timeout) {
        return new HttpService(Transport.jdk(HttpClient.Redirect.NORMAL), Tokens.NONE, RetryRule.DEFAULT, timeout);
    }

    /// A client for source items, behind the guard where the environment asks for one (rule I3).
    ///
    /// @param timeout of one attempt
    public HttpService sourceReader(Duration timeout) {
        Transport transport = SourceGuard.of(environment)
                .map(guard -> Transport.guarded(Transport.jdk(HttpClient.Redirect.NEVER), guard))
                .orElseGet(() -> Transport.jdk(HttpClient.Redirect.NORMAL));
        return new HttpService(transport, Tokens.NONE, RetryRule.DEFAULT, timeout);
    }

    /// How long one request to a catalogue may take (`STAC_HTTP_TIMEOUT`).
    public Duration timeout() {
        String stated = variable("STAC_HTTP_TIMEOUT").orElse(String.valueOf(DEFAULT_TIMEOUT_SECONDS));
        if (!stated.matches("[1-9]\\d{0,5}")) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS, "STAC_HTTP_TIMEOUT=%s is no number of seconds".formatted(stated));
        }
        return Duration.ofSeconds(Long.parseLong(stated));
    }

    /// @throws InvalidRequestException for `http:` unless that is allowed
    public void requireTls(String address) {
        if (!allowsHttp && address.toLowerCase(Locale.ROOT).startsWith("http:")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: not an https address".formatted(address),
                    "use https, or --allow-http for tests and inside a cluster");
        }
    }

    private Tokens tokens(Transport transport) {
        List<String> names = List.of("OIDC_TOKEN_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET");
        List<String> missing =
                names.stream().filter(name -> variable(name).isEmpty()).toList();
        if (missing.isEmpty()) {
            String endpoint = variable(names.get(0)).orElseThrow();
            requireTls(endpoint);
            return new ClientCredentials(
                    URI.create(endpoint),
                    variable(names.get(1)).orElseThrow(),
                    variable(names.get(2)).orElseThrow(),
                    new HttpService(transport, Tokens.NONE, RetryRule.DEFAULT, timeout()),
                    InstantSource.system());
        }
        if (missing.size() < names.size()) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS,
                    "%s must be set together; missing: %s"
                            .formatted(String.join(", ", names), String.join(", ", missing)),
                    "set all of them, or none");
        }
        return variable("ZARRGO_STAC_TOKEN").map(Tokens::fixed).orElse(Tokens.NONE);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
