package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a step tells its engine.
class ProgressFileTest {

    @Test
    void theShareIsInHundredths(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("progress");
        var file = new ProgressFile(path);
        file.write(0.639);
        assertThat(path).hasContent("63/100");
        file.write(1.7);
        assertThat(path).hasContent("100/100");
    }

    @Test
    void nobodyFailsBecauseTheFileCannotBeWritten(@TempDir Path folder) {
        new ProgressFile(folder.resolve("missing/progress")).write(0.5);
        assertThat(folder.resolve("missing")).doesNotExist();
    }
}
