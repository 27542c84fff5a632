package dev.zarrgo.converter.geozarr;

import java.util.Locale;

/// What a violation means for those who read the store.
public enum Severity {
    /// Readers fail, show something else, or are told something untrue.
    ERROR,
    /// Readers manage; it is not as it should be.
    WARNING;

    /// `error` or `warning`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
