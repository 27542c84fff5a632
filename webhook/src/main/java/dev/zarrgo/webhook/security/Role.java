package dev.zarrgo.webhook.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do; each role may also do what those before it may.
///
/// Source: rule A24.
public enum Role {
    READ,
    SUBMIT,
    ADMIN;

    /// Names for annotations.
    public static final String MAY_READ = "read";

    public static final String MAY_SUBMIT = "submit";
    public static final String MAY_ADMINISTER = "admin";

    /// The name in tokens and settings, for example `read`.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> named(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /// The names of this role and of all that it includes.
    List<String> included() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(Role::id)
                .toList();
    }
}
