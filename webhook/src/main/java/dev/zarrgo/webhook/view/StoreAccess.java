package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.security.Role;
import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whose stores may be read by whom: those of public collections by everybody, others by who may read jobs.
///
/// @param publicCollections names; `*` stands for any letters
record StoreAccess(SecuritySettings security, List<String> publicCollections) {

    StoreAccess {
        publicCollections = List.copyOf(publicCollections);
    }

    /// @throws AuthorizationException if the client may not read the collection
    void check(StorePath path, HttpRequest<?> request) {
        if (!security.isRequired() || isPublic(path.collection())) {
            return;
        }
        Authentication person = request.getUserPrincipal(Authentication.class).orElse(null);
        if (person == null || !person.getRoles().contains(Role.MAY_READ)) {
            throw new AuthorizationException(person);
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
