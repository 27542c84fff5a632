package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.IntakeSettings;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.catalog.Catalog;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.webhook.telemetry.StepMeters;
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

/// What stands behind HTTP: the ledger, the engine, the loop between them, and the catalogue.
///
/// The first three open on a thread of their own, which tries until it succeeds; who asks for one meanwhile
/// waits a moment, and is then told to come again.
final class Backend implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

    private final Places places;
    private final CompletableFuture<Works> opened = new CompletableFuture<>();
    private final Thread opener;
    private final Ledger ledger = Late.of(Ledger.class, () -> works().ledger());
    private final Engine engine = Late.of(Engine.class, () -> works().engine());
    private final StepMeters meters = new StepMeters();
    private final Intake intake;
    private final SampleRequests requests;
    private Optional<Catalog> catalog = Optional.empty();

    /// @param places where everything is
    /// @param program the words before those of a step
    /// @throws RefusedException if a setting makes no sense
    Backend(Settings settings, Places places, List<String> program) {
        this.places = places;
        var taken = new IntakeSettings(
                Set.copyOf(settings.list(Setting.COLLECTIONS)), settings.number(Setting.QUEUE_LIMIT));
        this.requests = new SampleRequests(taken, places.guard()::check);
        this.intake = new Intake(ledger, taken, () -> works().wake());
        this.opener = Thread.ofVirtual().name("backend").unstarted(() -> run(settings, program));
    }

    void open() {
        opener.start();
    }

    private void run(Settings settings, List<String> program) {
        try {
            while (!opened.isDone()) {
                try {
                    opened.complete(Works.open(settings, places, program, meters));
                } catch (ZarrgoException failure) {
                    LOG.warn("not ready yet: {}", failure.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            opened.cancel(false); // The service ends before it began.
        } catch (RuntimeException | Error failure) {
            LOG.error("the service cannot work", failure);
            opened.completeExceptionally(failure);
        }
    }

    private Works works() {
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

    Engine engine() {
        return engine;
    }

    Intake intake() {
        return intake;
    }

    SampleRequests requests() {
        return requests;
    }

    /// What the steps of all attempts reported.
    StepMeters meters() {
        return meters;
    }

    /// Where stores are written.
    Location stores() {
        return places.stores();
    }

    /// Whether this replica is the one that submits and watches.
    boolean isLeading() {
        return works().isLeading();
    }

    /// The catalogue, opened when it is asked for.
    synchronized Catalog catalog() {
        Catalog open = catalog.orElseGet(() -> new Catalogs(System.getenv(), true, LOG::warn).open(places.catalog()));
        catalog = Optional.of(open);
        return open;
    }

    @Override
    public synchronized void close() {
        opener.interrupt();
        catalog.ifPresent(Catalog::close);
        if (opened.isDone() && !opened.isCompletedExceptionally()) {
            opened.join().close();
        }
    }
}
