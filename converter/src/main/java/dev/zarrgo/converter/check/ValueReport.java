package dev.zarrgo.converter.check;

import dev.zarrgo.converter.geozarr.Violation;
import java.util.List;
import java.util.Set;

/// What a comparison of a store with its source has found.
///
/// @param exact paths of the arrays that hold what the source holds
/// @param derived paths of the arrays that hold what is computed from finer levels
/// @param violations everything else
public record ValueReport(Set<String> exact, Set<String> derived, List<Violation> violations) {

    public ValueReport {
        exact = Set.copyOf(exact);
        derived = Set.copyOf(derived);
        violations = List.copyOf(violations);
    }
}
