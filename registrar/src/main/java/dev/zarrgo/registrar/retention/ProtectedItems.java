package dev.zarrgo.registrar.retention;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The ids of the items that never expire, one a line; `#` begins a remark.
///
/// Source: rule P54.
public final class ProtectedItems {

    private static final String VARIABLE = "EXPIRES_EXCLUDE_FILE";

    private ProtectedItems() {}

    /// The list that somebody asks for, else the one that the environment names, as an image does for its
    /// own.
    ///
    /// @param warnings is told of a list that is missing where nobody has asked for it
    /// @throws RefusedException if the list that was asked for cannot be read
    public static Set<String> of(Optional<Path> asked, Map<String, String> environment, Consumer<String> warnings) {
        if (asked.isPresent()) {
            try {
                return read(asked.get());
            } catch (IOException missing) {
                throw new RefusedException(
                        FailureCode.BAD_SETTINGS,
                        "%s: the list of protected items cannot be read".formatted(asked.get()),
                        "check the path",
                        missing);
            }
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (named.isBlank()) {
            return Set.of();
        }
        try {
            return read(Path.of(named));
        } catch (IOException _) {
            warnings.accept("%s=%s cannot be read: no item is protected".formatted(VARIABLE, named));
            return Set.of();
        }
    }

    private static Set<String> read(Path file) throws IOException {
        var ids = new TreeSet<String>();
        for (String line : Files.readAllLines(file)) {
            String id = line.replaceFirst("#.*$", "").strip();
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        return Set.copyOf(ids);
    }
}
