package dev.zarrgo.cli;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says more about options that are not known than that they are not (rules X4, R88).
final class Options {

    /// Options of the Python tools, and what replaces them here.
    private static final Map<String, String> REPLACED = Map.of(
            "--dask-cluster", "all processors are used without it; --threads limits them",
            "--n-workers", "use --threads",
            "--memory-limit", "memory is bounded without it; ZARRGO_HEAP sets the heap",
            "--tile-width", "use --spatial-chunk");

    private Options() {}

    /// The message of a usage error, with a hint where there is one.
    static String explained(ParameterException failure) {
        String message = String.valueOf(failure.getMessage());
        return hint(failure).map(hint -> message + " (" + hint + ")").orElse(message);
    }

    private static Optional<String> hint(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        return unmatched.getUnmatched().stream()
                .map(argument -> REPLACED.get(argument.split("=", 2)[0]))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .findFirst();
    }
}
