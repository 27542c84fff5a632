package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.argo.ArgoSettings;
import dev.zarrgo.controller.engine.argo.Cluster;
import dev.zarrgo.controller.engine.local.LocalEngine;
import dev.zarrgo.controller.engine.local.LocalSettings;
import dev.zarrgo.controller.ingest.StacSourceResolver;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.notify.LogNotifier;
import dev.zarrgo.controller.notify.Notifier;
import dev.zarrgo.controller.reconcile.Leadership;
import dev.zarrgo.controller.reconcile.ReconcileSettings;
import dev.zarrgo.controller.reconcile.Reconciler;
import dev.zarrgo.controller.workflow.ConvertPlanner;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parts that do the work, once they are open.
final class Works implements AutoCloseable {

    /// Items of one collection that a request may name.
    private static final int MAX_ITEMS = 1000;

    private static final Duration LOGS = Duration.ofDays(7);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final Ledger ledger;
    private final Engine engine;
    private final Reconciler reconciler;

    /// In the order of closing.
    private final Deque<AutoCloseable> parts;

    private Works(Ledger ledger, Engine engine, Reconciler reconciler, Deque<AutoCloseable> parts) {
        this.ledger = ledger;
        this.engine = engine;
        this.reconciler = reconciler;
        this.parts = parts;
    }

    /// Opens all of them, or none.
    ///
    /// @param notifier is told about the end of each attempt, beside the log
    /// @throws UnavailableException if the database or the engine is not there yet
    static Works open(Settings settings, Places places, List<String> program, Notifier notifier) {
        var parts = new ArrayDeque<AutoCloseable>();
        try {
            Ledger ledger = Ledgers.open(ledger(settings, places));
            parts.push(ledger);
            if (settings.isOn(Setting.PAUSED)) {
                ledger.pause();
            } else if (settings.isSet(Setting.PAUSED)) {
                ledger.resume();
            }
            Leadership leadership = Leadership.ALWAYS;
            Engine engine;
            switch (settings.text(Setting.ENGINE)) {
                case "local" -> {
                    engine = LocalEngine.open(local(settings, places, program));
                    parts.push(engine);
                }
                case "argo" -> {
                    Cluster cluster = Cluster.connect(ArgoSettings.in(namespace(settings)), identity());
                    parts.push(cluster);
                    engine = cluster.engine();
                    leadership = cluster::isLeader;
                }
                default ->
                    throw new RefusedException(
                            FailureCode.BAD_SETTINGS,
                            "engine.kind is '%s'".formatted(settings.text(Setting.ENGINE)),
                            "there are local and argo");
            }
            var reconciler = new Reconciler(
                    ledger,
                    engine,
                    new StacSourceResolver(places.guard()::check, MAX_ITEMS),
                    new ConvertPlanner(places.target()),
                    leadership,
                    new LogNotifier().and(notifier),
                    ReconcileSettings.DEFAULT.with(Caps.of(settings.number(Setting.MAX_LIVE))));
            parts.push(reconciler);
            reconciler.start();
            return new Works(ledger, engine, reconciler, parts);
        } catch (RuntimeException | Error failure) {
            closeAll(parts);
            throw failure;
        }
    }

    private static LedgerSettings ledger(Settings settings, Places places) {
        return settings.optional(Setting.LEDGER_URL)
                .map(url -> LedgerSettings.postgresql(
                        url, settings.text(Setting.LEDGER_USER), settings.text(Setting.LEDGER_PASSWORD)))
                .orElseGet(() -> LedgerSettings.embedded(places.folder().resolve("ledger")));
    }

    private static LocalSettings local(Settings settings, Places places, List<String> program) {
        return new LocalSettings(
                places.folder().resolve("runs"),
                program,
                places.environment(),
                settings.number(Setting.LOCAL_PROCESSES),
                LOGS,
                GRACE);
    }

    private static String namespace(Settings settings) {
        return settings.optional(Setting.NAMESPACE)
                .or(() -> variable("POD_NAMESPACE"))
                .orElse("zarrgo");
    }

    private static String identity() {
        return variable("POD_NAME")
                .orElseGet(() -> "zarrgo-" + ProcessHandle.current().pid());
    }

    private static Optional<String> variable(String name) {
        Map<String, String> environment = System.getenv();
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    Ledger ledger() {
        return ledger;
    }

    Engine engine() {
        return engine;
    }

    void wake() {
        reconciler.wake();
    }

    boolean isLeading() {
        return reconciler.isLeading();
    }

    @Override
    public void close() {
        closeAll(parts);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                throw new IllegalStateException("a part does not close", failure);
            }
        }
    }
}
