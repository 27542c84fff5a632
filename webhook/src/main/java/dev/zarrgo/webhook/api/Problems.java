package dev.zarrgo.webhook.api;

import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.OutcomeUnknownException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.DefaultErrorResponseProcessor;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/// Turns whatever goes wrong into a problem document: failures of this program, refusals of the framework,
/// and bugs.
///
/// Source: RFC 9457, rules P7, A10.
final class Problems {

    private static final int RETRY_SECONDS = 5;

    private Problems() {}

    /// The status of a class of failures: the table in section 6 of the house style.
    static HttpStatus status(ZarrgoException failure) {
        return switch (failure) {
            case InvalidRequestException _ -> HttpStatus.BAD_REQUEST;
            case UnusableSourceException _ -> HttpStatus.UNPROCESSABLE_ENTITY;
            case RefusedException _ -> HttpStatus.BAD_GATEWAY;
            case ConflictException _ -> HttpStatus.CONFLICT;
            case InsufficientResourcesException _,
                    UnavailableException _,
                    OutcomeUnknownException _,
                    InterruptedRunException _ -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    static Problem of(ZarrgoException failure) {
        HttpStatus status = status(failure);
        return Problem.of(status.getCode(), status.getReason(), String.valueOf(failure.getMessage()))
                .because(failure.code().id(), failure.advice());
    }

    static Problem of(RequestException failure) {
        Problem problem = Problem.of(
                failure.status().getCode(), failure.status().getReason(), failure.detail());
        return failure.faults().isEmpty() ? problem : problem.with(failure.faults());
    }

    static MutableHttpResponse<Problem> response(Problem problem) {
        return HttpResponse.<Problem>status(HttpStatus.valueOf(problem.status()))
                .contentType(Problem.MEDIA_TYPE)
                .body(problem);
    }

    /// Failures that this program knows.
    @Singleton
    static final class OfKnownFailures implements ExceptionHandler<ZarrgoException, HttpResponse<Problem>> {
        @Override
        public HttpResponse<Problem> handle(HttpRequest request, ZarrgoException failure) {
            MutableHttpResponse<Problem> response = response(of(failure));
            if (response.status() == HttpStatus.SERVICE_UNAVAILABLE) {
                response.header(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
            }
            return response;
        }
    }

    /// Requests that a resource refuses.
    @Singleton
    static final class OfRequests implements ExceptionHandler<RequestException, HttpResponse<Problem>> {
        @Override
        public HttpResponse<Problem> handle(HttpRequest request, RequestException failure) {
            MutableHttpResponse<Problem> response = response(of(failure));
            failure.retryAfter()
                    .ifPresent(time -> response.header(
                            HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, time.toSeconds()))));
            return response;
        }
    }

    /// What the framework refuses, and bugs: what happened in one is in the log, not in the answer.
    @Singleton
    @Replaces(DefaultErrorResponseProcessor.class)
    static final class OfTheFramework implements ErrorResponseProcessor<Problem> {
        @Override
        public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpStatus status = response.status();
            String detail = status.getCode() >= 500 || !context.hasErrors()
                    ? detail(status, context.getRequest())
                    : context.getErrors().stream()
                            .map(io.micronaut.http.server.exceptions.response.Error::getMessage)
                            .collect(Collectors.joining("; "));
            Problem problem = Problem.of(status.getCode(), status.getReason(), detail);
            List<Fault> faults = context.getErrors().stream()
                    .flatMap(error -> error.getPath().stream()
                            .map(path -> new Fault(path, error.getMessage())))
                    .toList();
            return response.contentType(Problem.MEDIA_TYPE)
                    .body(faults.isEmpty() || status.getCode() >= 500 ? problem : problem.with(faults));
        }

        private static String detail(HttpStatus status, HttpRequest<?> request) {
            return switch (status) {
                case NOT_FOUND -> "there is nothing at " + request.getPath();
                case METHOD_NOT_ALLOWED -> "%s is not allowed at %s".formatted(request.getMethodName(), request.getPath());
                case UNSUPPORTED_MEDIA_TYPE -> "send JSON, with Content-Type: application/json";
                case INTERNAL_SERVER_ERROR -> "this is a bug in zarrgo; the log of the service says more";
                default -> status.getReason();
            };
        }
    }
}
