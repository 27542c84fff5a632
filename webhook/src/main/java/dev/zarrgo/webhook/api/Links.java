package dev.zarrgo.webhook.api;

import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.State;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Addresses of resources, for documents that go out.
///
/// They never come from the `Host` of a request, which is the client's to choose.
public final class Links {

    private final Supplier<String> base;

    /// @param base the address of the service without a slash at its end; empty for relative links
    public Links(Supplier<String> base) {
        this.base = base;
    }

    /// @param path begins with a slash
    String to(String path) {
        return base.get() + path;
    }

    String toJob(Job job) {
        return to(path(job));
    }

    /// The path of a job, for example `/jobs/01jd3q6z8k5v0c9x2m4n7p1r3t`.
    static String path(Job job) {
        return "/jobs/" + job.id();
    }

    List<LinkDocument> ofJob(Job job) {
        String self = toJob(job);
        var links = new ArrayList<LinkDocument>();
        links.add(LinkDocument.json(self, "self", "This job"));
        links.add(LinkDocument.json(self + "/events", "events", "What happened to it"));
        links.add(new LinkDocument(self + "/logs", "logs", "text/plain", "What its steps print"));
        links.add(LinkDocument.json(self + "/input", "input", "What was asked for"));
        if (job.state() == State.DONE) {
            links.add(LinkDocument.json(
                    self + "/results", "http://www.opengis.net/def/rel/ogc/1.0/results", "What came out"));
            links.add(new LinkDocument(
                    to("/catalog/collections/%s/items/%s"
                            .formatted(job.request().collection(), job.request().itemId())),
                    "item",
                    "application/geo+json",
                    "The item in the catalogue"));
        }
        return List.copyOf(links);
    }
}
