package dev.zarrgo.registrar.register;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a registration has done.
///
/// @param pictureTook how long its overview picture took to make, whether there is one or not
/// @param remarks what a person should know, one sentence each
public record RegistrationReport(
        String catalog, Item item, Outcome outcome, Duration pictureTook, List<String> remarks) {

    /// What became of the item.
    public enum Outcome {
        CREATED,
        REPLACED,
        /// Only planned.
        PLANNED
    }

    public RegistrationReport {
        remarks = List.copyOf(remarks);
    }

    /// `{catalog, collection, item, outcome, picture_seconds, remarks, document}`
    public ObjectNode json() {
        ObjectNode report = summary();
        report.set("document", item.document());
        return report;
    }

    /// The same without the document.
    public ObjectNode summary() {
        ObjectNode report = Json.object()
                .put("catalog", catalog)
                .put("collection", item.collection().orElse(""))
                .put("item", item.id())
                .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .put("picture_seconds", pictureTook.toNanos() / 1e9);
        report.set("remarks", Json.texts(remarks));
        return report;
    }
}
