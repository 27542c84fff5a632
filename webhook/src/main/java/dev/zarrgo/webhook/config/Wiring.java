package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.webhook.api.CatalogDocuments;
import dev.zarrgo.webhook.api.EventStreams;
import dev.zarrgo.webhook.api.Links;
import dev.zarrgo.webhook.security.SecuritySettings;
import dev.zarrgo.webhook.telemetry.Dependency;
import dev.zarrgo.webhook.telemetry.SpanExporter;
import dev.zarrgo.webhook.telemetry.StepMeters;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The beans of resources, made from settings and from what stands behind them.
@Factory
final class Wiring {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static SecuritySettings security(Settings settings) {
        boolean known = settings.isSet(Setting.OIDC_ISSUER)
                || settings.isSet(Setting.OIDC_AUDIENCE)
                || settings.isSet(Setting.OIDC_KEYS);
        return new SecuritySettings(
                SecuritySettings.tokens(settings.list(Setting.TOKENS)),
                known
                        ? Optional.of(new SecuritySettings.Provider(
                                settings.text(Setting.OIDC_ISSUER),
                                settings.text(Setting.OIDC_AUDIENCE),
                                settings.text(Setting.OIDC_KEYS),
                                settings.text(Setting.OIDC_ROLES)))
                        : Optional.empty(),
                settings.isOn(Setting.ANONYMOUS_SAMPLES),
                settings.number(Setting.REQUEST_RATE),
                settings.number(Setting.REQUEST_BURST));
    }

    @Singleton
    Ledger ledger(Backend backend) {
        return backend.ledger();
    }

    @Singleton
    Engine engine(Backend backend) {
        return backend.engine();
    }

    @Singleton
    Intake intake(Backend backend) {
        return backend.intake();
    }

    @Singleton
    SampleRequests requests(Backend backend) {
        return backend.requests();
    }

    @Singleton
    Catalog catalog(Backend backend) {
        return Late.of(Catalog.class, backend::catalog);
    }

    @Singleton
    CatalogDocuments documents(Backend backend, Catalog catalog, Links links) {
        return new CatalogDocuments(catalog, Optional.of(backend.stores()).filter(Location::isFile), links);
    }

    @Singleton
    StepMeters meters(Backend backend) {
        return backend.meters();
    }

    @Singleton
    EventStreams streams(Settings settings) {
        return new EventStreams(settings.number(Setting.STREAMS));
    }

    @Singleton
    @Bean(preDestroy = "close")
    SpanExporter spans(Settings settings) {
        return new SpanExporter(settings.optional(Setting.OTLP));
    }

    @Singleton
    @Named("ledger")
    Dependency ledgerAnswers(Ledger ledger) {
        return new Dependency("ledger", true, () -> {
            if (!ledger.isReady(PATIENCE)) {
                throw new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "does not answer");
            }
        });
    }

    @Singleton
    @Named("engine")
    Dependency engineAnswers(Engine engine) {
        return new Dependency("engine", false, () -> {
            var _ = engine.observe(List.of());
        });
    }

    @Singleton
    @Named("catalog")
    Dependency catalogAnswers(Catalog catalog) {
        return new Dependency("catalog", false, () -> {
            var _ = catalog.name();
        });
    }

    /// Relative where the address is not known: a service that listens on many has no one of its own.
    @Singleton
    Links links(Settings settings, BeanProvider<EmbeddedServer> server) {
        boolean single = settings.text(Setting.HOST).equals("127.0.0.1");
        return new Links(() -> settings.optional(Setting.ADDRESS)
                .orElseGet(() -> single ? "http://127.0.0.1:" + server.get().getPort() : ""));
    }
}
