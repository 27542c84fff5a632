package dev.zarrgo.webhook.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The description of this API: for programs, and as a page.
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
public final class OpenApiResource {

    private static final String DOCUMENT = "openapi.yml";

    /// Only what the page itself brings may run in it.
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

    @Get("/openapi.yml")
    @Produces("application/yaml")
    byte[] document() {
        return bytes();
    }

    @Get("/openapi")
    @Produces(MediaType.TEXT_HTML)
    HttpResponse<String> page() {
        return HttpResponse.ok(OpenApiPage.of(bytes()))
                .contentType(MediaType.TEXT_HTML_TYPE)
                .header("Content-Security-Policy", POLICY);
    }

    private static byte[] bytes() {
        try (InputStream resource = OpenApiResource.class.getResourceAsStream(DOCUMENT)) {
            if (resource == null) {
                throw new IllegalStateException(DOCUMENT + " is missing");
            }
            return resource.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
