package dev.zarrgo.controller.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.controller.job.Action;
import dev.zarrgo.controller.job.JobRequest;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.source.ItemIds;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Requests as JSON documents: the body of `/samples`, and that of `/jobs`.
///
/// Source: rules P4, P5, P7.
public final class SampleRequests {

    private static final Set<String> SAMPLE_MEMBERS =
            Set.of("source_url", "collection", "action", "item_id", "parameters");
    private static final Set<String> JOB_MEMBERS =
            Set.of("source", "collection", "action", "item_id", "options", "parameters");

    private final IntakeSettings settings;
    private final SourceGuard guard;

    public SampleRequests(IntakeSettings settings, SourceGuard guard) {
        this.settings = settings;
        this.guard = guard;
    }

    /// The body of `/samples`: `{source_url, collection, action, item_id, parameters}`.
    ///
    /// @throws RefusedSubmissionException with all that is wrong
    public JobRequest ofSample(JsonNode body, String owner) {
        return request(body, owner, "source_url", SAMPLE_MEMBERS);
    }

    /// The body of `/jobs`: `{source, collection, options, action, item_id, parameters}`.
    ///
    /// @throws RefusedSubmissionException with all that is wrong
    public JobRequest ofJob(JsonNode body, String owner) {
        return request(body, owner, "source", JOB_MEMBERS);
    }

    /// Parameters that replace those of a job.
    ///
    /// @throws RefusedSubmissionException with all that is wrong
    public void checkParameters(ObjectNode parameters) {
        var reader = new BodyReader(Json.object(), Set.of());
        TemplateParameters.checked(reader, "parameters", parameters);
        reader.requireNone();
    }

    private JobRequest request(JsonNode body, String owner, String sourceMember, Set<String> members) {
        var reader = new BodyReader(body, members);
        Action action = action(reader);
        String source = reader.text(sourceMember);
        String collection = reader.text("collection");
        String derived = source.isEmpty() ? "" : itemId(reader, sourceMember, source);
        reader.optionalText("item_id")
                .filter(given -> !derived.isEmpty() && !given.equals(derived))
                .ifPresent(given -> reader.refuse(
                        "/item_id", "'%s' is not the id that the source has: '%s'".formatted(given, derived)));
        if (!collection.isEmpty()) {
            checkCollection(reader, collection);
        }
        if (!source.isEmpty()) {
            checkSource(reader, sourceMember, source);
        }
        ObjectNode parameters = parameters(reader);
        reader.requireNone();
        return new JobRequest(owner, action, collection, derived, source, parameters);
    }

    private static ObjectNode parameters(BodyReader reader) {
        ObjectNode parameters = TemplateParameters.checked(reader, "parameters", reader.object("parameters"));
        ObjectNode options = reader.object("options");
        if (!options.isEmpty()) {
            if (parameters.has(TemplateParameters.CONVERT_OPTIONS)) {
                reader.refuse("/options", "given twice: leave out /parameters/convert_options");
            }
            ObjectNode wrapped = Json.object();
            wrapped.set(TemplateParameters.CONVERT_OPTIONS, options);
            parameters.setAll(TemplateParameters.checked(reader, "options", wrapped));
        }
        return parameters;
    }

    private static Action action(BodyReader reader) {
        Optional<String> given = reader.optionalText("action");
        Optional<Action> action = given.isEmpty() ? Optional.of(Action.CONVERT) : Action.named(given.get());
        if (action.isEmpty()) {
            reader.refuse(
                    "/action",
                    "unknown action '%s'; one of %s"
                            .formatted(
                                    BodyReader.shortened(given.orElse("")),
                                    Arrays.stream(Action.values())
                                            .map(Action::id)
                                            .collect(Collectors.joining(", "))));
        }
        return action.orElse(Action.CONVERT);
    }

    private void checkCollection(BodyReader reader, String collection) {
        try {
            SourceAddress.checked(ItemIds.of(collection));
        } catch (InvalidRequestException refused) {
            reader.refuse(
                    "/collection", "'%s' cannot be the id of a collection".formatted(BodyReader.shortened(collection)));
            return;
        }
        if (!settings.collections().isEmpty() && !settings.collections().contains(collection)) {
            reader.refuse(
                    "/collection",
                    "collection '%s' is not configured; one of %s"
                            .formatted(
                                    BodyReader.shortened(collection),
                                    settings.collections().stream().sorted().collect(Collectors.joining(", "))));
        }
    }

    private void checkSource(BodyReader reader, String member, String source) {
        try {
            guard.check(source);
        } catch (InvalidRequestException refused) {
            reader.refuse("/" + member, BodyReader.said(refused));
        }
    }

    private static String itemId(BodyReader reader, String member, String source) {
        try {
            return SourceAddress.itemId(source);
        } catch (InvalidRequestException refused) {
            reader.refuse("/" + member, BodyReader.said(refused));
            return "";
        }
    }

    /// The id that an address stands for, if it stands for one (rule P2).
    public static Optional<String> itemIdOf(String source) {
        try {
            return Optional.of(SourceAddress.itemId(source));
        } catch (InvalidRequestException _) {
            return Optional.empty();
        }
    }
}
