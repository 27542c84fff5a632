package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;

/// Requests to one bucket of an S3 service, by whole keys; see [S3Service].
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/>, errors
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>.
final class S3Dialect implements Dialect {

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "TokenRefreshRequired");
    private static final Set<String> BUSY =
            Set.of("SlowDown", "RequestTimeout", "InternalError", "OperationAborted", "ConditionalRequestConflict");
    private static final Set<String> ELSEWHERE =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

    private static final int INSUFFICIENT_STORAGE = 507;

    private final String bucket;
    private final S3Service service;
    private final Credentials credentials;
    private final String region;
    private final S3Signer signer;
    private final String base;

    S3Dialect(String bucket, S3Service service, Credentials credentials, InstantSource clock) {
        this.bucket = bucket;
        this.service = service;
        this.credentials = credentials;
        this.region = service.region().or(() -> credentials.setting("region")).orElse(S3Service.DEFAULT_REGION);
        this.signer = new S3Signer(region, clock);
        this.base = base();
    }

    /// Where the bucket's keys begin.
    private String base() {
        Optional<URI> own =
                service.endpoint().or(() -> credentials.setting("endpoint_url").flatMap(Urls::endpoint));
        boolean inPath =
                switch (service.addressing()) {
                    case PATH -> true;
                    case HOST -> false;
                    case AUTOMATIC -> own.isPresent() || !bucket.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
                };
        URI endpoint = own.orElseGet(this::endpointOfRegion);
        String path = endpoint.getRawPath();
        String text = inPath
                ? "%s://%s%s/%s/".formatted(endpoint.getScheme(), Urls.host(endpoint), path, Urls.parameter(bucket))
                : "%s://%s.%s%s/".formatted(endpoint.getScheme(), bucket, Urls.host(endpoint), path);
        if (Urls.endpoint(text).isEmpty()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "'%s' is no name for a bucket".formatted(bucket), "check the location");
        }
        return text;
    }

    private URI endpointOfRegion() {
        String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
        return Urls.endpoint("https://s3.%s.%s".formatted(region, domain))
                .orElseThrow(() -> new InvalidRequestException(
                        FailureCode.USAGE, "'%s' is no region".formatted(region), "set AWS_REGION to its name"));
    }

    /// Bucket and key as the source of a copy.
    String copySource(String key) {
        return "/" + Urls.parameter(bucket) + "/" + Urls.path(key);
    }

    @Override
    public HttpRequest.Builder address(RemoteRequest request) {
        String query = request.query().entrySet().stream()
                .map(entry -> Urls.parameter(entry.getKey()) + "=" + Urls.parameter(entry.getValue()))
                .collect(Collectors.joining("&"));
        String path = base + Urls.path(request.key());
        URI uri = URI.create(query.isEmpty() ? path : path + "?" + query);
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        request.headers().forEach(builder::setHeader);
        credentials.keys().ifPresent(keys -> signer.sign(keys, request.method(), uri, amzHeaders(request))
                .forEach(builder::setHeader));
        return builder;
    }

    /// What has to be signed of a request's own headers.
    private static Map<String, String> amzHeaders(RemoteRequest request) {
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().startsWith("x-amz-"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public String described(String key) {
        return "s3://%s/%s".formatted(bucket, key);
    }

    /// What an error document says.
    private record Refusal(String code, String message, String region) {}

    private static Refusal refusal(HttpResponse<String> answer) {
        try {
            S3Xml xml = S3Xml.parse(answer.body());
            return new Refusal(xml.text("Code"), xml.text("Message"), xml.text("Region"));
        } catch (XMLStreamException _) {
            return new Refusal("", "", ""); // the answer to HEAD has no body
        }
    }

    @Override
    public boolean isAbsence(HttpResponse<String> answer) {
        return answer.statusCode() == 404 && !refusal(answer).code().equals("NoSuchBucket");
    }

    @Override
    public RuntimeException failure(RemoteRequest request, HttpResponse<String> answer) throws IOException {
        String what = described(request.key());
        Refusal refusal = refusal(answer);
        String code = refusal.code();
        if (EXPIRED.contains(code)) {
            throw new ExpiredCredentialsException(forbidden(what, answer, refusal, "get new credentials"));
        }
        if (BUSY.contains(code) || HttpAnswers.isBusy(answer.statusCode())) {
            throw HttpAnswers.busy(answer);
        }
        if (ELSEWHERE.contains(code) || answer.statusCode() == 301) {
            return elsewhere(what, answer, refusal);
        }
        if (answer.statusCode() == INSUFFICIENT_STORAGE || code.equals("QuotaExceeded")) {
            return new InsufficientResourcesException(
                    FailureCode.RESOURCES,
                    "%s: the service has no room: %s".formatted(what, text(answer, refusal)),
                    "free some space, or choose another target");
        }
        return switch (code) {
            case "NoSuchBucket" -> noBucket(request);
            case "InvalidObjectState" ->
                new UnusableSourceException(
                        FailureCode.SOURCE_UNSUPPORTED,
                        "%s is in an archive".formatted(what),
                        "restore it to a class that can be read at once");
            case "RequestTimeTooSkewed" -> forbidden(what, answer, refusal, "set the clock of this machine");
            default ->
                HttpAnswers.isForbidden(answer.statusCode())
                        ? forbidden(what, answer, refusal, adviceOnAccess(request))
                        : new RefusedException(
                                FailureCode.SERVICE_REFUSED,
                                "%s: the service answers %s (%s)".formatted(what, text(answer, refusal), service),
                                "check endpoint and location");
        };
    }

    private RuntimeException noBucket(RemoteRequest request) {
        String message = "there is no bucket '%s' (%s)".formatted(bucket, service);
        boolean reading = request.method().equals("GET") || request.method().equals("HEAD");
        return reading
                ? new UnusableSourceException(FailureCode.SOURCE_NOT_FOUND, message, "check name and endpoint")
                : new RefusedException(FailureCode.SERVICE_REFUSED, message, "create it, or check name and endpoint");
    }

    private RefusedException forbidden(String what, HttpResponse<String> answer, Refusal refusal, String advice) {
        return new RefusedException(
                FailureCode.FORBIDDEN,
                "%s: not allowed: %s (%s)".formatted(what, text(answer, refusal), service),
                advice);
    }

    /// Without the permission to list, S3 says "forbidden" where it means "absent".
    private String adviceOnAccess(RemoteRequest request) {
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return service.access() instanceof Access.Anonymous
                    ? "this bucket may not be public: give credentials"
                    : "check the credentials, and that they may read and list the bucket";
        }
        return "check that these credentials may write, read, list and delete there";
    }

    private static RefusedException elsewhere(String what, HttpResponse<String> answer, Refusal refusal) {
        String region = answer.headers().firstValue("x-amz-bucket-region").orElse(refusal.region());
        return new RefusedException(
                FailureCode.BAD_SETTINGS,
                region.isEmpty()
                        ? "%s: the bucket is in another region".formatted(what)
                        : "%s: the bucket is in region %s".formatted(what, region),
                "set AWS_REGION, or the region of the profile");
    }

    private static String text(HttpResponse<String> answer, Refusal refusal) {
        return refusal.code().isEmpty()
                ? "status " + answer.statusCode()
                : "%s, %s".formatted(refusal.code(), refusal.message());
    }

    @Override
    public boolean renewCredentials() {
        return credentials.renew();
    }

    @Override
    public boolean followsRedirects() {
        return false;
    }
}
