package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.security.Role;
import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whose stores may be read by whom: those of public collections by everybody, others by who may read jobs.
///
/// @param publicCollections names; `*` stands for any letters
record StoreAccess(SecuritySettings security, List<String> publicCollections) {

    StoreAccess {
        publicCollections = List.copyOf(publicCollections);
    }

    /// @param person who asks; empty for a stranger
    /// @throws AuthorizationException if they may not read the collection
    void check(StorePath path, Optional<Authentication> person) {
        if (!security.isRequired() || isPublic(path.collection())) {
            return;
        }
        if (person.filter(one -> one.getRoles().contains(Role.MAY_READ)).isEmpty()) {
            throw new AuthorizationException(person.orElse(null));
        }
    }

    private boolean isPublic(String collection) {
        return publicCollections.stream()
                .anyMatch(pattern -> expression(pattern).matcher(collection).matches());
    }

    private static Pattern expression(String pattern) {
        return Pattern.compile(
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
