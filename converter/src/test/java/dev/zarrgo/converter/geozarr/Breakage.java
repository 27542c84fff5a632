package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.geozarr.ValidStores.Form;
import java.util.function.Consumer;

/// One way to break a valid store, and what the validator has to say about it.
///
/// @param what is broken, as a statement
/// @param form of the store before
/// @param path of the violation, with a leading `/`
record Breakage(String what, Form form, Consumer<EditedStore> breaking, Rule rule, Severity severity, String path) {

    static Breakage error(Rule rule, String path, String what, Consumer<EditedStore> breaking) {
        return new Breakage(what, Form.PACKED, breaking, rule, Severity.ERROR, path);
    }

    static Breakage warning(Rule rule, String path, String what, Consumer<EditedStore> breaking) {
        return new Breakage(what, Form.PACKED, breaking, rule, Severity.WARNING, path);
    }

    /// The same in a store of another form.
    Breakage in(Form other) {
        return new Breakage(what, other, breaking, rule, severity, path);
    }

    @Override
    public String toString() {
        return "%s %s: %s".formatted(rule, path, what);
    }
}
