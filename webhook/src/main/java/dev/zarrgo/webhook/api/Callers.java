package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpRequest;
import java.security.Principal;

/// Who sends a request.
final class Callers {

    private static final String ANONYMOUS = "anonymous";

    private Callers() {}

    /// The name that jobs and their history carry.
    static String owner(HttpRequest<?> request) {
        return request.getUserPrincipal().map(Principal::getName).orElse(ANONYMOUS);
    }
}
