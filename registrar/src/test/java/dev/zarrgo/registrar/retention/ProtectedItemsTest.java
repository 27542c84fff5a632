package dev.zarrgo.registrar.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedItemsTest {

    private final List<String> warnings = new ArrayList<>();

    @Test
    @DisplayName("P54: the list that is asked for, else that of the environment, else none")
    void readsTheFirstListThereIs(@TempDir Path folder) throws IOException {
        Path asked = Files.writeString(folder.resolve("asked"), "# kept\n a \n\nb # for the exhibition\n");
        Path image = Files.writeString(folder.resolve("image"), "c\n");
        Map<String, String> environment = Map.of("EXPIRES_EXCLUDE_FILE", image.toString());
        assertThat(ProtectedItems.of(Optional.of(asked), environment, warnings::add))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(ProtectedItems.of(Optional.empty(), environment, warnings::add))
                .containsExactly("c");
        assertThat(ProtectedItems.of(Optional.empty(), Map.of(), warnings::add)).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    @DisplayName("P54: a missing list is a warning, unless somebody asked for it")
    void saysThatAListIsMissing(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        Map<String, String> environment = Map.of("EXPIRES_EXCLUDE_FILE", missing.toString());
        assertThat(ProtectedItems.of(Optional.empty(), environment, warnings::add))
                .isEmpty();
        assertThat(warnings).singleElement().asString().contains("no item is protected");
        assertThatThrownBy(() -> ProtectedItems.of(Optional.of(missing), environment, warnings::add))
                .isInstanceOf(RefusedException.class);
    }
}
