package dev.zarrgo.controller.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The embedded ledger, in a file.
class H2LedgerTest extends LedgerContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Override
    LedgerSettings settings() {
        return LedgerSettings.embedded(folder);
    }
}
