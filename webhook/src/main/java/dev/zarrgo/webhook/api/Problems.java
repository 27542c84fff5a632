package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.ingest.RefusedSubmissionException;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.OutcomeUnknownException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnavailableException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.webhook.security.TooManyRequestsException;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Turns whatever goes wrong into a problem document: failures of this program, refusals of the framework,
/// and bugs.
///
/// Source: RFC 9457, rules P7, A10.
final class Problems {

    /// After which a client may ask again where nothing better is known.
    private static final Duration RETRY = Duration.ofSeconds(5);

    private Problems() {}

    /// The status of a class of failures: the table in section 6 of the house style.
    static HttpStatus status(ZarrgoException failure) {
        return switch (failure) {
            case InvalidRequestException _ -> HttpStatus.BAD_REQUEST;
            case UnusableSourceException _ -> HttpStatus.UNPROCESSABLE_ENTITY;
            case RefusedException _ -> HttpStatus.BAD_GATEWAY;
            case ConflictException _ -> HttpStatus.CONFLICT;
            case InsufficientResourcesException _ ->
                failure.code() == FailureCode.QUEUE_FULL
                        ? HttpStatus.TOO_MANY_REQUESTS
                        : HttpStatus.SERVICE_UNAVAILABLE;
            case UnavailableException _, OutcomeUnknownException _, InterruptedRunException _ ->
                HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    static Problem of(ZarrgoException failure) {
        HttpStatus status = status(failure);
        return Problem.of(status.getCode(), status.getReason(), String.valueOf(failure.getMessage()))
                .because(failure.code().id(), failure.advice());
    }

    static Problem of(RequestException failure) {
        Problem problem =
                Problem.of(failure.status().getCode(), failure.status().getReason(), failure.detail());
        return failure.faults().isEmpty() ? problem : problem.with(failure.faults());
    }

    private static HttpResponse<Problem> later(MutableHttpResponse<Problem> response, Duration time) {
        return response.header(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, time.toSeconds())));
    }

    /// What was wrong with a submission, as this API says it.
    static List<Fault> faults(RefusedSubmissionException refused) {
        return refused.violations().stream()
                .map(violation -> new Fault(violation.pointer(), violation.detail()))
                .toList();
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
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<Problem> handle(HttpRequest request, ZarrgoException failure) {
            MutableHttpResponse<Problem> response = response(of(failure));
            boolean passes = response.status() == HttpStatus.SERVICE_UNAVAILABLE
                    || response.status() == HttpStatus.TOO_MANY_REQUESTS;
            return passes ? later(response, RETRY) : response;
        }
    }

    /// Requests that a resource refuses.
    @Singleton
    static final class OfRequests implements ExceptionHandler<RequestException, HttpResponse<Problem>> {
        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<Problem> handle(HttpRequest request, RequestException failure) {
            return response(of(failure));
        }
    }

    /// Submissions that cannot become jobs.
    @Singleton
    static final class OfSubmissions implements ExceptionHandler<RefusedSubmissionException, HttpResponse<Problem>> {
        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<Problem> handle(HttpRequest request, RefusedSubmissionException refused) {
            return response(of(RequestException.of(faults(refused))));
        }
    }

    /// Clients that ask too often.
    @Singleton
    static final class OfTheHasty implements ExceptionHandler<TooManyRequestsException, HttpResponse<Problem>> {
        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<Problem> handle(HttpRequest request, TooManyRequestsException refused) {
            return later(
                    response(of(
                            RequestException.of(HttpStatus.TOO_MANY_REQUESTS, String.valueOf(refused.getMessage())))),
                    refused.delay());
        }
    }

    /// Requests without a token, with a bad one, or with one that may not do this.
    @Singleton
    @Replaces(DefaultAuthorizationExceptionHandler.class)
    static final class OfStrangers implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {
        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException refused) {
            return refused.isForbidden()
                    ? response(of(RequestException.of(
                            HttpStatus.FORBIDDEN, "this token may not do this; another role is needed")))
                    : response(of(RequestException.of(
                                    HttpStatus.UNAUTHORIZED, "send a valid token: Authorization: Bearer …")))
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }

    /// What the framework refuses, and bugs: what happened in one is in the log, not in the answer.
    @Singleton
    @Primary
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
                    .flatMap(error -> error.getPath().stream().map(path -> new Fault(path, error.getMessage())))
                    .toList();
            return response.contentType(Problem.MEDIA_TYPE)
                    .body(faults.isEmpty() || status.getCode() >= 500 ? problem : problem.with(faults));
        }

        private static String detail(HttpStatus status, HttpRequest<?> request) {
            return switch (status) {
                case NOT_FOUND -> "there is nothing at " + request.getPath();
                case METHOD_NOT_ALLOWED ->
                    "%s is not allowed at %s".formatted(request.getMethodName(), request.getPath());
                case UNSUPPORTED_MEDIA_TYPE -> "send JSON, with Content-Type: application/json";
                case INTERNAL_SERVER_ERROR -> "this is a bug in zarrgo; the log of the service says more";
                default -> status.getReason();
            };
        }
    }
}
