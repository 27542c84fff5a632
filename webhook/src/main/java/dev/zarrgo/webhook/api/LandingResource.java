package dev.zarrgo.webhook.api;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/// The first page of the API: what there is, and which standards it follows.
///
/// Source: OGC API – Processes, sections 7.2 and 7.4; section 5 of the jobs specification.
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
public final class LandingResource {

    private static final String PROCESSES = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";

    private final Links links;

    LandingResource(Links links) {
        this.links = links;
    }

    @Serdeable.Serializable
    public record Landing(String title, String description, List<LinkDocument> links) {}

    @Serdeable.Serializable
    public record Conformance(List<String> conformsTo) {}

    @Get
    @Produces(MediaType.APPLICATION_JSON)
    Landing landing() {
        return new Landing(
                "Zarrgo",
                "Turns Earth-observation products into GeoZarr stores and keeps them in a catalogue.",
                List.of(
                        LinkDocument.json(links.to("/"), "self", "This page"),
                        new LinkDocument(
                                links.to("/openapi.yml"),
                                "service-desc",
                                "application/vnd.oai.openapi;version=3.0",
                                "The API as OpenAPI"),
                        new LinkDocument(links.to("/openapi"), "service-doc", "text/html", "The API, for people"),
                        LinkDocument.json(links.to("/conformance"), REL + "conformance", "Standards it follows"),
                        LinkDocument.json(links.to("/conformance"), "conformance", "Standards it follows"),
                        LinkDocument.json(links.to("/processes"), REL + "processes", "What it can do"),
                        LinkDocument.json(links.to("/jobs"), REL + "job-list", "What it does"),
                        LinkDocument.json(links.to("/catalog"), "data", "What came out: a STAC catalogue"),
                        LinkDocument.json(links.to("/health"), "status", "How it is")));
    }

    /// For probes of old.
    @Get
    @Produces(MediaType.TEXT_PLAIN)
    String alive() {
        return "Zarrgo is alive\n";
    }

    @Get("/conformance")
    @Produces(MediaType.APPLICATION_JSON)
    Conformance conformance() {
        return new Conformance(List.of(
                PROCESSES + "core",
                PROCESSES + "ogc-process-description",
                PROCESSES + "json",
                PROCESSES + "oas30",
                PROCESSES + "job-list",
                PROCESSES + "dismiss"));
    }
}
