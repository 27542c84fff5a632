package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.failure.UnusableSourceException;
import java.util.Optional;
import java.util.function.Supplier;

/// The one way in which a reader may say that its input is not usable.
final class Refusal {

    private Refusal() {}

    /// What is read; empty if it is refused with a message.
    static <T> Optional<T> orContent(Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (UnusableSourceException refused) {
            if (String.valueOf(refused.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", refused);
            }
            return Optional.empty();
        }
    }
}
