package dev.zarrgo.controller.reconcile;

import java.util.List;

/// With the embedded ledger.
class KilledEmbeddedServiceIT extends KilledServiceContract {

    @Override
    List<String> arguments() {
        return List.of();
    }

    @Override
    int jobs() {
        return 1_000;
    }

    @Override
    void shakeTheDatabase() {
        // It dies with the service, five times.
    }
}
