package dev.zarrgo.converter.geozarr;

import java.util.ArrayList;
import java.util.List;

/// Collects what the checks find.
final class Findings {

    private final List<Violation> violations = new ArrayList<>();

    /// @param path without a leading `/`
    void error(Rule rule, String path, String message) {
        violations.add(new Violation(rule.name(), Severity.ERROR, "/" + path, message));
    }

    /// @param path without a leading `/`
    void warning(Rule rule, String path, String message) {
        violations.add(new Violation(rule.name(), Severity.WARNING, "/" + path, message));
    }

    void addAll(Findings others) {
        violations.addAll(others.violations);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
