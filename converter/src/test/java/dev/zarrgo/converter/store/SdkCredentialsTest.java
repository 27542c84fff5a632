package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Keys from the shared files and for a web identity (rule I7).
@Isolated("sets system properties, which is how the SDK is told in a test where to look")
class SdkCredentialsTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("credentials"), """
                [work]
                aws_access_key_id = AKIAWORK
                aws_secret_access_key = work-secret
                """);
        Files.writeString(folder.resolve("token"), "a token of some platform");
        Files.writeString(folder.resolve("config"), """
                [profile work]
                region = eu-central-1
                endpoint_url = https://s3.example.org:443

                [profile web]
                role_arn = arn:aws:iam::123456789012:role/reader
                web_identity_token_file = %s
                region = us-east-1
                """.formatted(folder.resolve("token")));
        System.setProperty(
                "aws.sharedCredentialsFile", folder.resolve("credentials").toString());
        System.setProperty("aws.configFile", folder.resolve("config").toString());
    }

    @AfterEach
    void forget() {
        List.of("aws.sharedCredentialsFile", "aws.configFile", "aws.endpointUrlSts", "aws.region")
                .forEach(System::clearProperty);
    }

    @Test
    void profileGivesKeysRegionAndEndpoint() {
        Credentials credentials = Credentials.of(new Access.Profile("work"));
        assertThat(credentials.keys()).contains(new Access.Keys("AKIAWORK", "work-secret", Optional.empty()));
        assertThat(credentials.setting("region")).contains("eu-central-1");
        var dialect = new S3Dialect("bucket", S3Service.DEFAULT, credentials, InstantSource.fixed(Instant.EPOCH));
        var request = dialect.address(RemoteRequest.of("GET", "key")).build();
        assertThat(request.uri()).hasToString("https://s3.example.org/bucket/key");
        assertThat(request.headers().firstValue("authorization").orElseThrow())
                .contains("Credential=AKIAWORK/19700101/eu-central-1/s3/aws4_request");
    }

    @Test
    void webIdentityGivesTemporaryKeysThatAreRenewedWhenAskedFor() {
        try (FaultyServer sts = FaultyServer.of(folder)) {
            sts.with(
                    request -> new Fault.Answer(200, Map.of("Content-Type", "text/xml"), """
                    <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                      <AssumeRoleWithWebIdentityResult><Credentials>
                        <AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
                        <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
                      </Credentials></AssumeRoleWithWebIdentityResult>
                    </AssumeRoleWithWebIdentityResponse>
                    """.formatted(request.nth())));
            System.setProperty("aws.region", "us-east-1"); // else the SDK asks the one service of all regions
            System.setProperty("aws.endpointUrlSts", sts.uri().toString());
            Credentials credentials = Credentials.of(new Access.Profile("web"));
            assertThat(credentials.keys()).contains(new Access.Keys("ASIA1", "s", Optional.of("session")));
            assertThat(credentials.keys()).contains(new Access.Keys("ASIA1", "s", Optional.of("session")));
            assertThat(credentials.renew()).isTrue();
            assertThat(credentials.keys()).contains(new Access.Keys("ASIA2", "s", Optional.of("session")));
        }
    }

    @Test
    void missingProfileIsABadSetting() {
        RefusedException failure =
                catchThrowableOfType(RefusedException.class, () -> Credentials.of(new Access.Profile("nobody"))
                        .keys());
        assertThat(ExitCode.of(failure)).isEqualTo(78);
        assertThat(failure).hasMessageContaining("nobody");
    }

    @Test
    void environmentDecidesWhoAsks() {
        assertThat(Access.of(ENVIRONMENT)).isEqualTo(new Access.Keys("id", "secret", Optional.empty()));
        assertThat(Access.of(Map.of("AWS_ACCESS_KEY_ID", "id"))).isEqualTo(new Access.Chain());
        assertThat(Access.of(Map.of())).isEqualTo(new Access.Chain());
    }

    @Test
    void environmentNamesEndpointAndRegion() {
        S3Service service = StoreSettings.of(Map.of(
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:9000/",
                        "AWS_DEFAULT_REGION", "eu-west-3"))
                .service();
        assertThat(service.endpoint()).hasValueSatisfying(uri -> assertThat(uri).hasToString("http://127.0.0.1:9000"));
        assertThat(service.region()).contains("eu-west-3");
        assertThat(service.addressing()).isEqualTo(S3Service.Addressing.AUTOMATIC);
    }
}
