package dev.zarrgo.converter.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs requests to an S3 service; their bodies are not part of the signature.
///
/// Source: Signature Version 4,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
final class S3Signer {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY_LENGTH = 8;

    private final String region;
    private final InstantSource clock;

    /// The derived key of the last secret and day.
    private volatile @Nullable DerivedKey derived;

    private record DerivedKey(String secret, String day, SecretKeySpec key) {}

    S3Signer(String region, InstantSource clock) {
        this.region = region;
        this.clock = clock;
    }

    /// The headers that a request needs besides `headers`, all of which are signed.
    SortedMap<String, String> sign(Access.Keys keys, String method, URI uri, Map<String, String> headers) {
        String time = TIME.format(clock.instant());
        var added = new TreeMap<String, String>();
        added.put("x-amz-content-sha256", UNSIGNED);
        added.put("x-amz-date", time);
        keys.session().ifPresent(token -> added.put("x-amz-security-token", token));

        var signed = new TreeMap<>(headers);
        signed.putAll(added);
        signed.put("host", Urls.host(uri));
        String names = String.join(";", signed.keySet());
        var canonical = new StringBuilder()
                .append(method)
                .append('\n')
                .append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                .append('\n')
                .append(uri.getRawQuery() == null ? "" : uri.getRawQuery())
                .append('\n');
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        canonical.append('\n').append(names).append('\n').append(UNSIGNED);

        String day = time.substring(0, DAY_LENGTH);
        String scope = "%s/%s/s3/aws4_request".formatted(day, region);
        String text = String.join("\n", ALGORITHM, time, scope, hex(sha256(canonical.toString())));
        added.put(
                "authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(ALGORITHM, keys.id(), scope, names, hex(hmac(key(keys.secret(), day), text))));
        return added;
    }

    private SecretKeySpec key(String secret, String day) {
        DerivedKey known = derived;
        if (known == null || !known.day().equals(day) || !known.secret().equals(secret)) {
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : new String[] {day, region, "s3", "aws4_request"}) {
                key = hmac(hmacKey(key), part);
            }
            known = new DerivedKey(secret, day, hmacKey(key));
            derived = known;
        }
        return known.key();
    }

    private static SecretKeySpec hmacKey(byte[] key) {
        return new SecretKeySpec(key, "HmacSHA256");
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
