package dev.zarrgo.controller.engine.argo;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.ZarrgoException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Supplier;

/// What the API server's answers mean for a caller.
final class KubernetesFailures {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private KubernetesFailures() {}

    /// Makes a request.
    ///
    /// @param what for messages, for example `Workflow zarrgo-…-1`
    static <T> T translated(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (KubernetesClientException failure) {
            throw translated(what, failure);
        }
    }

    /// Makes a request whose object may not be there.
    static <T> Optional<T> ifThere(String what, Supplier<T> request) {
        try {
            return Optional.ofNullable(request.get());
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw translated(what, failure);
        }
    }

    static ZarrgoException translated(String what, KubernetesClientException failure) {
        String message = "%s: %s".formatted(what, said(failure));
        return switch (failure.getCode()) {
            case 401, 403 ->
                new RefusedException(
                        FailureCode.FORBIDDEN, message, "give the service's account the rights of k8s/base", failure);
            case 400, NOT_FOUND, 405, 413, 415, 422 ->
                new RefusedException(FailureCode.SERVICE_REFUSED, message, "compare the cluster with k8s/", failure);
            // Among them 0, no answer at all; 409, 410 and 429, which pass; and 5xx.
            default -> new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, message, null, failure);
        };
    }

    private static String said(KubernetesClientException failure) {
        String message = failure.getStatus() == null
                ? failure.getMessage()
                : failure.getStatus().getMessage();
        return message == null ? "the API server gives no answer" : message;
    }
}
