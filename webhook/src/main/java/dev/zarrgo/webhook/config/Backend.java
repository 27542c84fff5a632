package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.IntakeSettings;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.store.SourceGuard;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What stands behind HTTP.
final class Backend implements AutoCloseable {
    private final Settings settings;
    private Optional<Ledger> ledger = Optional.empty();
    private Optional<Engine> engine = Optional.empty();

    Backend(Settings settings, Path folder, List<String> program) {
        this.settings = settings;
    }

    void open() {}

    Ledger ledger() {
        return ledger.orElseThrow(() -> new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "no ledger"));
    }

    Engine engine() {
        return engine.orElseThrow(() -> new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "no ledger"));
    }

    Intake intake() {
        return new Intake(ledger(), intakeSettings(), () -> {});
    }

    private IntakeSettings intakeSettings() {
        return new IntakeSettings(
                Set.copyOf(settings.list(Setting.COLLECTIONS)), settings.number(Setting.QUEUE_LIMIT));
    }

    SampleRequests requests() {
        var guard = new SourceGuard(settings.list(Setting.ALLOWED_HOSTS), settings.isOn(Setting.ALLOW_HTTP));
        return new SampleRequests(intakeSettings(), guard::check);
    }

    @Override
    public void close() {}
}
