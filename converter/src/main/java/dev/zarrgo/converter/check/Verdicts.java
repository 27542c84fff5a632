package dev.zarrgo.converter.check;

import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Collects what the comparison of each array has come to, from all threads.
final class Verdicts {

    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> exact = new TreeSet<>();
    private final Set<String> derived = new TreeSet<>();

    synchronized void error(String rule, String path, String message) {
        violations.add(new Violation(rule, Severity.ERROR, "/" + path, message));
    }

    synchronized void warning(String rule, String path, String message) {
        violations.add(new Violation(rule, Severity.WARNING, "/" + path, message));
    }

    /// An array holds what the source holds.
    synchronized void exact(String path) {
        exact.add(path);
    }

    /// An array holds what is computed from a finer level.
    synchronized void derived(String path) {
        derived.add(path);
    }

    /// The same whatever thread was first.
    synchronized List<Violation> violations() {
        return violations.stream()
                .sorted(Comparator.comparing(Violation::path)
                        .thenComparing(Violation::rule)
                        .thenComparing(Violation::message))
                .toList();
    }

    synchronized Set<String> exact() {
        return Set.copyOf(exact);
    }

    synchronized Set<String> derived() {
        return Set.copyOf(derived);
    }
}
