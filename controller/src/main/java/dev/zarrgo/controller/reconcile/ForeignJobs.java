package dev.zarrgo.controller.reconcile;

import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.ingest.SampleRequests;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.controller.ledger.Adoption;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.converter.zarr.Json;
import java.util.LinkedHashSet;

/// Workflows that people made from a template without the service, as jobs.
///
/// Source: rule P9.
final class ForeignJobs {

    /// Who such jobs belong to.
    private static final String OWNER = "kubectl";

    private static final int REMEMBERED = 10_000;

    private final Ledger ledger;
    private final String engine;
    /// Spares the ledger the question each round; it knows the answer.
    private final LinkedHashSet<String> adopted = new LinkedHashSet<>();

    ForeignJobs(Ledger ledger, String engine) {
        this.ledger = ledger;
        this.engine = engine;
    }

    void adopt(ForeignWorkflow workflow) {
        if (adopted.contains(workflow.identity())) {
            return;
        }
        ledger.adopt(new Adoption(engine, workflow.name(), workflow.identity(), request(workflow)));
        if (adopted.size() == REMEMBERED) {
            adopted.remove(adopted.getFirst());
        }
        adopted.add(workflow.identity());
    }

    private static JobRequest request(ForeignWorkflow workflow) {
        String source = workflow.parameters().getOrDefault("source_url", "");
        String item = workflow.parameters().getOrDefault("item_id", "");
        return new JobRequest(
                OWNER,
                Action.CONVERT,
                workflow.parameters().getOrDefault("register_collection", ""),
                item.isEmpty() ? SampleRequests.itemIdOf(source).orElse(workflow.name()) : item,
                source,
                Json.object());
    }
}
