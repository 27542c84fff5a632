package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpParameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The query parameters of a request, read as strictly as a body (rule X4).
final class Parameters {

    private static final int MAX_TEXT = 500;

    private final HttpParameters parameters;
    private final List<Fault> faults = new ArrayList<>();

    /// @param known all that may be there
    Parameters(HttpParameters parameters, Set<String> known) {
        this.parameters = parameters;
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
                refuse(
                        shown,
                        "'%s' is not known here; there are %s"
                                .formatted(shown, String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    Optional<String> text(String name) {
        List<String> values = parameters.getAll(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String value = values.getFirst();
        if (values.size() > 1) {
            refuse(name, name + " is given twice");
        } else if (value.isBlank() || value.length() > MAX_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            refuse(name, "%s has 1 to %d letters".formatted(name, MAX_TEXT));
        } else {
            return Optional.of(value);
        }
        return Optional.empty();
    }

    /// Values with commas between them, or the parameter several times.
    List<String> texts(String name) {
        return parameters.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    int number(String name, int min, int max, int otherwise) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        }
        refuse(name, "%s is a whole number from %d to %d".formatted(name, min, max));
        return otherwise;
    }

    /// A time as RFC 3339 writes it; empty if this is none.
    static Optional<Instant> parseTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    Optional<Instant> instant(String name) {
        return text(name).flatMap(value -> instant(name, value));
    }

    Optional<Instant> instant(String name, String value) {
        Optional<Instant> time = parseTime(value);
        if (time.isEmpty()) {
            refuse(name, "%s is a time such as 2026-07-21T10:05:59Z".formatted(name));
        }
        return time;
    }

    void refuse(String name, String detail) {
        faults.add(new Fault("#/query/" + name, detail));
    }

    /// @throws RequestException if something was refused
    void end() {
        if (!faults.isEmpty()) {
            throw RequestException.of(faults);
        }
    }
}
