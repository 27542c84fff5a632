package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The verdict on a store.
///
/// @param store where it is, or will be
/// @param rules how many rules were checked
/// @param violations in the order of their paths
public record ValidationReport(Location store, int rules, List<Violation> violations) {

    public ValidationReport {
        violations = violations.stream()
                .sorted(Comparator.comparing(Violation::path).thenComparing(Violation::severity))
                .toList();
    }

    /// Whether nothing is worse than a warning.
    public boolean isValid() {
        return errors() == 0;
    }

    public long errors() {
        return count(Severity.ERROR);
    }

    public long warnings() {
        return count(Severity.WARNING);
    }

    private long count(Severity severity) {
        return violations.stream()
                .filter(violation -> violation.severity() == severity)
                .count();
    }

    /// This verdict with what a further check has found.
    public ValidationReport and(int moreRules, List<Violation> more) {
        var all = new ArrayList<>(violations);
        all.addAll(more);
        return new ValidationReport(store, rules + moreRules, all);
    }

    /// `{store, valid, violations[{rule, severity, path, message}]}`
    public ObjectNode json() {
        ObjectNode document = Json.object().put("store", store.toString()).put("valid", isValid());
        ArrayNode list = document.putArray("violations");
        violations.forEach(violation -> list.add(violation.json()));
        return document;
    }
}
