package dev.zarrgo.webhook.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be set, with its default.
///
/// Source: rule X11; section 8 of the jobs specification.
public enum Setting {
    HOST(
            "webhook.host",
            Kind.TEXT,
            "127.0.0.1",
            "address to listen on; beyond loopback only with an authentication (P8)"),
    PORT("webhook.port", Kind.NUMBER, "12000", "port to listen on; 0 for any that is free"),
    ADDRESS(
            "webhook.address",
            Kind.TEXT,
            "",
            "address under which others reach the service; empty: `http://HOST:PORT`"),
    BODY_LIMIT("webhook.body-limit", Kind.NUMBER, "1048576", "bytes that the body of a request may have (P7)"),
    IDLE_TIMEOUT("webhook.idle-timeout", Kind.DURATION, "30s", "how long a client may be silent within a request"),
    REQUEST_RATE("webhook.requests-per-second", Kind.NUMBER, "200", "requests of one client in the long run"),
    REQUEST_BURST("webhook.burst", Kind.NUMBER, "2000", "requests of one client at once"),
    STREAMS("webhook.max-streams", Kind.NUMBER, "200", "event streams that are open at a time"),
    ORIGINS("webhook.allowed-origins", Kind.LIST, "", "origins whose pages may use the API (CORS); `*` for all"),
    ANONYMOUS_SAMPLES(
            "webhook.samples.anonymous",
            Kind.SWITCH,
            "false",
            "`POST /samples` needs no token, everything else does (P8)"),
    TOKENS(
            "security.tokens",
            Kind.SECRETS,
            "",
            "list of `NAME:ROLE:TOKEN`, the role `read`, `submit` or `admin` (A24)"),
    OIDC_ISSUER("security.oidc.issuer", Kind.TEXT, "", "`iss` of tokens of the identity provider"),
    OIDC_AUDIENCE("security.oidc.audience", Kind.TEXT, "", "`aud` of tokens for this service"),
    OIDC_KEYS("security.oidc.jwks-url", Kind.TEXT, "", "where the provider publishes its keys"),
    OIDC_ROLES("security.oidc.role-claim", Kind.TEXT, "roles", "claim that holds roles"),
    OIDC_CLIENT("security.oidc.client-id", Kind.TEXT, "", "under which the provider knows the pages of this service"),
    OIDC_AUTHORIZATION("security.oidc.authorization-url", Kind.TEXT, "", "where people log in"),
    OIDC_TOKEN("security.oidc.token-url", Kind.TEXT, "", "where a browser gets its token"),
    OIDC_SCOPE("security.oidc.scope", Kind.TEXT, "openid", "what a browser asks for"),
    VIEW_PUBLIC(
            "view.public-collections",
            Kind.LIST,
            "",
            "collections whose stores may be read without a token; `*` stands for any letters"),
    VIEW_SOURCES(
            "view.sources",
            Kind.LIST,
            "https:",
            "where pages may read stores, items and pictures besides here: origins, or a scheme"),
    VIEW_BASE_MAPS("view.base-maps", Kind.LIST, "", "backgrounds of the map: `TITLE|URL with {z} {x} {y}|ATTRIBUTION`"),
    VIEW_ARGO("view.argo-url", Kind.TEXT, "", "pages of Argo for our workflows, with the namespace"),
    ALLOWED_HOSTS(
            "source.allowed-hosts",
            Kind.LIST,
            "",
            "hosts that sources may lie on: names, `*.names`, addresses, networks; empty: every public host (I3), and"
                    + " on loopback the service itself"),
    ALLOW_HTTP("source.allow-http", Kind.SWITCH, "false", "sources may lie on servers without TLS (I3)"),
    LEDGER_URL(
            "ledger.url", Kind.TEXT, "", "JDBC URL of a PostgreSQL database; empty: a file in the data folder (A28)"),
    LEDGER_USER("ledger.user", Kind.TEXT, "", "who connects to the ledger"),
    LEDGER_PASSWORD("ledger.password", Kind.SECRET, "", "their password"),
    ENGINE("engine.kind", Kind.TEXT, "local", "what runs jobs: `local` processes or `argo` workflows"),
    LOCAL_PROCESSES("engine.local.processes", Kind.NUMBER, "2", "steps that run at a time in the local engine"),
    NAMESPACE("engine.argo.namespace", Kind.TEXT, "", "where workflows run; empty: that of the pod, else `zarrgo`"),
    IMAGE_VERSION("engine.argo.image-version", Kind.TEXT, "", "tag of the image of steps; empty: that of the template"),
    STORES("store.root", Kind.TEXT, "", "folder or `s3://` prefix of the stores; empty: in the data folder (P1)"),
    S3_ENDPOINT("store.s3-endpoint", Kind.TEXT, "", "S3 service of the stores, as items name it"),
    GATEWAY("store.gateway-url", Kind.TEXT, "", "HTTPS address that serves buckets by path (P29)"),
    STAGING("stage.bucket", Kind.TEXT, "", "bucket that sources are copied to; empty: none are (P20)"),
    RASTER("raster.url", Kind.TEXT, "", "tile server of the links in items; empty: none (P40)"),
    EXPLORER("explorer.url", Kind.TEXT, "", "explorer of the links in items; empty: none (P42)"),
    PROTECTED("register.expires-exclude-file", Kind.TEXT, "", "file with items that never expire (P54)"),
    CATALOG("catalog.url", Kind.TEXT, "", "STAC API, pgSTAC database or folder; empty: in the data folder (P85)"),
    COLLECTIONS(
            "catalog.collections",
            Kind.LIST,
            "sentinel-2-l2a, sentinel-2-l2a-staging, sentinel-2-l1c",
            "collections that may be asked for (P7)"),
    QUEUE_LIMIT("controller.queue-limit", Kind.NUMBER, "100000", "jobs that may wait; more are answered 429 (P7)"),
    MAX_LIVE("controller.max-live-workflows", Kind.NUMBER, "50", "workflows that run at a time (P15)"),
    PAUSED("controller.paused", Kind.SWITCH, "false", "takes requests in, runs none (A28)"),
    OTLP("telemetry.otlp-endpoint", Kind.TEXT, "", "where traces go (OTLP over HTTP); empty: nowhere (X9)"),
    LOG_LEVEL("log.level", Kind.TEXT, "info", "`error`, `warn`, `info` or `debug`");

    /// What values look like.
    public enum Kind {
        TEXT,
        NUMBER,
        SWITCH,
        DURATION,
        LIST,
        SECRET,
        SECRETS;

        boolean isSecret() {
            return this == SECRET || this == SECRETS;
        }

        boolean isList() {
            return this == LIST || this == SECRETS;
        }
    }

    private static final String PREFIX = "zarrgo.";

    private final String id;
    private final Kind kind;
    private final String initial;
    private final String description;

    Setting(String id, Kind kind, String initial, String description) {
        this.id = id;
        this.kind = kind;
        this.initial = initial;
        this.description = description;
    }

    /// The name without its prefix, for example `source.allowed-hosts`.
    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /// The default, as one would write it.
    public String initial() {
        return initial;
    }

    /// One line of Markdown.
    public String description() {
        return description;
    }

    /// The environment variable, for example `ZARRGO_SOURCE_ALLOWED_HOSTS`.
    public String variable() {
        return (PREFIX + id).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// @param name with or without `zarrgo.`
    static Optional<Setting> named(String name) {
        String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return Arrays.stream(values())
                .filter(setting -> setting.id.equals(bare))
                .findFirst();
    }
}
