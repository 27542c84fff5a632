package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.IntakeSettings;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.SourceGuard;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands behind HTTP: the ledger, the engine, and the loop between them.
///
/// It opens on a thread of its own, and tries until it succeeds; who asks for a part meanwhile waits a
/// moment, and is then told to come again.
final class Backend implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

    private final Settings settings;
    private final Path folder;
    private final CompletableFuture<Ledger> opened = new CompletableFuture<>();
    private final Thread opener = Thread.ofVirtual().name("backend").unstarted(this::run);
    private final Ledger ledger = Late.of(Ledger.class, this::current);
    private final Optional<Engine> engine = Optional.empty();
    private Optional<Catalog> catalog = Optional.empty();
    private final IntakeSettings intakeSettings;
    private final SampleRequests requests;

    /// @param folder of what has no other place
    /// @throws RefusedException if a setting makes no sense
    Backend(Settings settings, Path folder, List<String> program) {
        this.settings = settings;
        this.folder = folder;
        var guard = new SourceGuard(settings.list(Setting.ALLOWED_HOSTS), settings.isOn(Setting.ALLOW_HTTP));
        this.intakeSettings = new IntakeSettings(
                Set.copyOf(settings.list(Setting.COLLECTIONS)), settings.number(Setting.QUEUE_LIMIT));
        this.requests = new SampleRequests(intakeSettings, guard::check);
    }

    void open() {
        opener.start();
    }

    private void run() {
        try {
            while (!opened.isDone()) {
                try {
                    opened.complete(Ledgers.open(ledgerSettings()));
                } catch (ZarrgoException failure) {
                    LOG.warn("the ledger does not open yet: {}", failure.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            opened.cancel(false); // The service ends before it began.
        } catch (RuntimeException | Error failure) {
            LOG.error("the ledger does not open", failure);
            opened.completeExceptionally(failure);
        }
    }

    private LedgerSettings ledgerSettings() {
        return settings.optional(Setting.LEDGER_URL)
                .map(url -> LedgerSettings.postgresql(
                        url, settings.text(Setting.LEDGER_USER), settings.text(Setting.LEDGER_PASSWORD)))
                .orElseGet(() -> LedgerSettings.embedded(folder));
    }

    private Ledger current() {
        try {
            return opened.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException failure) {
            throw new UnavailableException(
                    FailureCode.SERVICE_UNAVAILABLE, "the ledger is not open yet", "try again in a moment", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "the service ends", null, stopped);
        }
    }

    Ledger ledger() {
        return ledger;
    }

    /// Where stores are written.
    Location stores() {
        return settings.optional(Setting.STORES)
                .map(Location::parse)
                .orElseGet(() -> Location.of(folder.resolve("stores")));
    }

    /// The catalogue, opened anew where it was not there.
    synchronized Catalog catalog() {
        Catalog open = catalog.orElseGet(() -> new Catalogs(System.getenv(), true, LOG::warn).open(catalogName()));
        catalog = Optional.of(open);
        return open;
    }

    /// As the commands of the registrar take it.
    private String catalogName() {
        return settings.optional(Setting.CATALOG)
                .orElseGet(() -> folder.resolve("catalog").toString());
    }

    Engine engine() {
        return engine.orElseThrow(
                () -> new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "there is no engine"));
    }

    Intake intake() {
        return new Intake(ledger, intakeSettings, () -> {});
    }

    SampleRequests requests() {
        return requests;
    }

    @Override
    public synchronized void close() {
        opener.interrupt();
        catalog.ifPresent(Catalog::close);
        Optional.ofNullable(opened.getNow(null)).ifPresent(Ledger::close);
    }
}
