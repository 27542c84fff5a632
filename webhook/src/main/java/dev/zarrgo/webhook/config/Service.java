package dev.zarrgo.webhook.config;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.webhook.security.SecuritySettings;
import dev.zarrgo.webhook.view.ViewSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The service: HTTP in front, ledger and engine behind it.
///
/// The ledger opens while the server starts, so that the first answer does not wait for it.
public final class Service implements AutoCloseable {

    private final Backend backend;
    private final ApplicationContext context;
    private final EmbeddedServer server;

    private Service(Backend backend, ApplicationContext context, EmbeddedServer server) {
        this.backend = backend;
        this.context = context;
        this.server = server;
    }

    /// Starts the service; it accepts requests when this returns.
    ///
    /// @param folder where everything lies that has no other place
    /// @param program how to start a command of this program: the words before the command's own
    /// @throws RefusedException if the settings do not allow it, or the port is taken
    public static Service start(Settings settings, Path folder, List<String> program) {
        SecuritySettings security = Wiring.security(settings);
        security.check(settings.text(Setting.HOST));
        int port = port(settings);
        var places = new Places(settings, folder, port);
        var backend = new Backend(settings, places, program);
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .bootstrapEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .propertySources(PropertySource.of("zarrgo", properties(settings, security, port)))
                .build();
        try {
            context.registerSingleton(Settings.class, settings)
                    .registerSingleton(SecuritySettings.class, security)
                    .registerSingleton(ViewSettings.class, ViewWiring.settings(settings, places.stores()))
                    .registerSingleton(Backend.class, backend);
            backend.open();
            context.start();
            return new Service(
                    backend, context, context.getBean(EmbeddedServer.class).start());
        } catch (ServerStartupException failure) {
            backend.close();
            context.close();
            throw refused(settings, failure);
        } catch (RuntimeException | Error failure) {
            backend.close();
            context.close();
            throw failure;
        }
    }

    /// The port to listen on: chosen here where any will do, because other parts have to know it.
    private static int port(Settings settings) {
        int stated = settings.number(Setting.PORT);
        if (stated != 0) {
            return stated;
        }
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(settings.text(Setting.HOST)))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS, "no port is free: " + failure.getMessage(), null, failure);
        }
    }

    private static RuntimeException refused(Settings settings, ServerStartupException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new RefusedException(
                        FailureCode.BAD_SETTINGS,
                        "cannot listen on %s:%s: %s"
                                .formatted(
                                        settings.text(Setting.HOST), settings.text(Setting.PORT), cause.getMessage()),
                        "stop what listens there, or give another --port",
                        failure);
            }
        }
        return failure;
    }

    /// What the framework needs to know. Everything else is set by our own beans.
    private static Map<String, Object> properties(Settings settings, SecuritySettings security, int port) {
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.application.name", "zarrgo");
        properties.put("micronaut.server.host", settings.text(Setting.HOST));
        properties.put("micronaut.server.port", port);
        properties.put("micronaut.server.max-request-size", settings.number(Setting.BODY_LIMIT));
        properties.put("micronaut.server.read-idle-timeout", settings.duration(Setting.IDLE_TIMEOUT));
        properties.put(
                "micronaut.server.idle-timeout",
                settings.duration(Setting.IDLE_TIMEOUT).multipliedBy(4));
        properties.put("micronaut.server.date-header", false);
        properties.put("micronaut.server.log-handled-exceptions", false);
        properties.put(
                "micronaut.codec.json.additional-types",
                List.of("application/problem+json", "application/geo+json", "application/schema+json"));
        properties.put("micronaut.serde.serialization.inclusion", "NON_NULL");
        properties.put("micronaut.metrics.enabled", true);
        properties.put("micronaut.metrics.binders.web.enabled", true);
        properties.put("endpoints.all.enabled", false);
        properties.put("endpoints.health.enabled", true);
        properties.put("endpoints.health.sensitive", false);
        properties.put("endpoints.health.details-visible", "ANONYMOUS");
        for (String indicator : List.of("disk-space", "discovery-client", "service")) {
            properties.put("endpoints.health.%s.enabled".formatted(indicator), false);
        }
        properties.put("endpoints.prometheus.enabled", true);
        properties.put("endpoints.prometheus.sensitive", security.isRequired());
        List<String> origins = settings.list(Setting.ORIGINS);
        if (!origins.isEmpty()) {
            properties.put("micronaut.server.cors.enabled", true);
            properties.put("micronaut.server.cors.configurations.web.allowed-origins", origins);
        }
        secure(properties, security);
        return properties;
    }

    private static void secure(Map<String, Object> properties, SecuritySettings security) {
        properties.put("micronaut.security.enabled", !security.isOpen());
        properties.put(
                "micronaut.security.token.jwt.enabled", security.provider().isPresent());
        properties.put("micronaut.security.token.basic-auth.enabled", false);
        properties.put("micronaut.security.basic-auth.enabled", false);
        security.provider().ifPresent(provider -> {
            properties.put("micronaut.security.token.jwt.signatures.jwks.provider.url", provider.keys());
            properties.put("micronaut.security.token.jwt.claims-validators.issuer", provider.issuer());
            properties.put("micronaut.security.token.jwt.claims-validators.audience", provider.audience());
            properties.put("micronaut.security.token.jwt.claims-validators.not-before", true);
        });
    }

    /// The port it listens on.
    public int port() {
        return server.getPort();
    }

    /// Its address, without a slash at the end.
    public String address() {
        return context.getBean(Settings.class).optional(Setting.ADDRESS).orElseGet(() -> "http://%s:%d"
                .formatted(server.getHost(), port()));
    }

    /// The addresses that are answered, each after its method: `GET /jobs/{id}`.
    public List<String> routes() {
        return context.getBean(Router.class)
                .uriRoutes()
                .map(route -> "%s %s".formatted(route.getHttpMethodName(), route.getUriMatchTemplate()))
                .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("OPTIONS "))
                .distinct()
                .sorted()
                .toList();
    }

    /// Stops taking requests, and lets go of the work: what runs is found again by the next start.
    @Override
    public void close() {
        context.close();
        backend.close();
    }
}
