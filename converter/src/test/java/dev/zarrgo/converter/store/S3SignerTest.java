package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Our signatures are those of the AWS SDK, which is the judge here.
class S3SignerTest {

    private static final Instant NOW = Instant.parse("2026-01-02T23:59:59Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://s3.example.org/bucket/key",
                "https://s3.example.org:8443/tenant%3Abucket/a%20b/%C3%BC/100%25/a%3Ab/%2B~-._",
                "https://bucket.s3.eu-central-1.amazonaws.com/",
                "https://s3.example.org/bucket/?list-type=2&prefix=a%2Fb%20c%2F",
                "https://s3.example.org/bucket/key?partNumber=3&uploadId=A%3D%3D",
                "https://s3.example.org/bucket/?delete=",
            })
    void signatureIsThatOfTheSdk(String url) {
        URI uri = URI.create(url);
        Map<String, String> own = Map.of("x-amz-copy-source", "/bucket/a%20b");
        var keys = new Access.Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfi", Optional.of("a/session+token=="));
        var signer = new S3Signer("eu-central-1", () -> NOW);

        String expected = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsSessionCredentialsIdentity.create(
                                keys.id(), keys.secret(), keys.session().orElseThrow()))
                        .request(SdkHttpRequest.builder()
                                .uri(uri)
                                .method(SdkHttpMethod.PUT)
                                .putHeader("x-amz-copy-source", "/bucket/a%20b")
                                .build())
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
        for (int i = 0; i < 2; i++) {
            assertThat(signer.sign(keys, "PUT", uri, own).get("authorization")).isEqualTo(expected);
        }
    }
}
