package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpStatus;
import java.util.List;

/// A request that is answered with a problem.
final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final transient List<Fault> faults;

    private RequestException(HttpStatus status, String detail, List<Fault> faults) {
        super(detail, null, false, false);
        this.status = status;
        this.faults = List.copyOf(faults);
    }

    static RequestException of(HttpStatus status, String detail) {
        return new RequestException(status, detail, List.of());
    }

    /// 400, with what is wrong.
    static RequestException of(List<Fault> faults) {
        String detail = faults.size() == 1
                ? faults.getFirst().detail()
                : "%d things are wrong with the request".formatted(faults.size());
        return new RequestException(HttpStatus.BAD_REQUEST, detail, faults);
    }

    /// 422: well formed, and not what the process takes.
    static RequestException unprocessable(List<Fault> faults) {
        return new RequestException(
                HttpStatus.UNPROCESSABLE_ENTITY, "%d inputs are wrong".formatted(faults.size()), faults);
    }

    static RequestException of(Fault fault) {
        return of(List.of(fault));
    }

    static RequestException notFound(String what, String id) {
        return of(HttpStatus.NOT_FOUND, "there is no %s %s".formatted(what, id));
    }

    HttpStatus status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<Fault> faults() {
        return faults;
    }
}
