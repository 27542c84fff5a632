package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every error is answered with.
///
/// Source: RFC 9457, rule P7.
///
/// @param type `about:blank`: the status says what kind it is
/// @param title the status in words
/// @param status of HTTP
/// @param detail what went wrong, for a person
/// @param code of the failure, as in `docs/reference/failures.md`
/// @param advice what to do next
/// @param errors one for each thing that is wrong with the request
@Serdeable.Serializable
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String code,
        @Nullable String advice,
        @Nullable List<Fault> errors) {

    static final String MEDIA_TYPE = "application/problem+json";
    private static final String BLANK = "about:blank";

    /// The whole answer for something that is not there.
    public static MutableHttpResponse<Problem> notFound(String detail) {
        HttpStatus status = HttpStatus.NOT_FOUND;
        return HttpResponse.<Problem>status(status)
                .contentType(MEDIA_TYPE)
                .body(of(status.getCode(), status.getReason(), detail));
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(BLANK, title, status, detail, null, null, null);
    }

    Problem because(String failure, @Nullable String next) {
        return new Problem(type, title, status, detail, failure, next, errors);
    }

    Problem with(List<Fault> faults) {
        return new Problem(type, title, status, detail, code, advice, List.copyOf(faults));
    }
}
