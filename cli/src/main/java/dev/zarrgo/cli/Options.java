package dev.zarrgo.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says more about words that are not known than that they are not (rules X4, R88).
final class Options {

    /// Options of the Python tools, and what replaces them here.
    private static final Map<String, String> REPLACED = Map.of(
            "--dask-cluster", "all processors are used without it; --threads limits them",
            "--n-workers", "use --threads",
            "--memory-limit", "memory is bounded without it; ZARRGO_HEAP sets the heap",
            "--tile-width", "use --spatial-chunk");

    /// Letters that a slip of the fingers changes at most.
    private static final int MAX_SLIP = 2;

    private Options() {}

    /// The message of a usage error, with a hint where there is one.
    static String explained(ParameterException failure) {
        String message = message(failure);
        return hint(failure).map(hint -> message + " (" + hint + ")").orElse(message);
    }

    private static String message(ParameterException failure) {
        boolean hasCommands = !failure.getCommandLine().getSubcommands().isEmpty();
        if (failure instanceof UnmatchedArgumentException unmatched && hasCommands && !unmatched.isUnknownOption()) {
            return "there is no command '%s'".formatted(unmatched.getUnmatched().getFirst());
        }
        return String.valueOf(failure.getMessage()).replaceFirst("^Error: ", "");
    }

    private static Optional<String> hint(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        List<String> typed = unmatched.getUnmatched().stream()
                .map(argument -> argument.split("=", 2)[0])
                .toList();
        return typed.stream()
                .filter(REPLACED::containsKey)
                .map(option -> String.valueOf(REPLACED.get(option)))
                .findFirst()
                .or(() -> similar(typed.getFirst(), failure.getCommandLine()).map("did you mean %s?"::formatted));
    }

    /// The name that differs least from what was typed, if it is that of a slip.
    private static Optional<String> similar(String typed, CommandLine command) {
        var known = new TreeSet<>(command.getSubcommands().keySet());
        known.addAll(command.getCommandSpec().optionsMap().keySet());
        known.addAll(command.getCommandSpec().negatedOptionsMap().keySet());
        return known.stream()
                .filter(name -> distance(typed, name) <= MAX_SLIP)
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    /// Letters to be inserted, taken away or replaced to make one word of the other (Levenshtein).
    private static int distance(String a, String b) {
        int[] above = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
