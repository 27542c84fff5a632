package dev.zarrgo.controller.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What somebody wants done, after validation.
///
/// @param owner whose job it is; the name of the token or of the person, `anonymous` for nobody
/// @param itemId of the target item; derived from the source, and provisional until the source was read
///     (rule
///     P5)
/// @param source address of a STAC item, of a collection of items, or of a product
/// @param parameters of the template that runs it, all of them declared there
/// @param priority greater comes first
/// @param retryCount how often a fatal end is followed by another attempt by itself, at least 0
/// @param retriable whether the job then waits for an operator (`RETRY`) instead of failing
/// @param traceparent the W3C trace context of the request (rule X9)
public record JobRequest(
        String owner,
        Action action,
        String collection,
        String itemId,
        String source,
        ObjectNode parameters,
        Lane lane,
        int priority,
        int retryCount,
        boolean retriable,
        Optional<String> traceparent) {

    public JobRequest {
        if (retryCount < 0) {
            throw new IllegalArgumentException("a negative number of retries: " + retryCount);
        }
        parameters = parameters.deepCopy();
    }

    /// A plain request in the lane of its action.
    public JobRequest(
            String owner, Action action, String collection, String itemId, String source, ObjectNode parameters) {
        this(
                owner,
                action,
                collection,
                itemId,
                source,
                parameters,
                action.lane(),
                action.lane().priority(),
                0,
                false,
                Optional.empty());
    }

    /// What is the same for two requests that ask for the same.
    public Digest digest() {
        return Digest.of(this);
    }

    /// What one live job at a time may hold (rule P6, section 10 of the jobs specification).
    public String liveKey() {
        return liveKey(collection, itemId, action);
    }

    public static String liveKey(String collection, String itemId, Action action) {
        return collection + "/" + itemId + "/" + action.family();
    }

    public JobRequest with(Optional<String> trace) {
        return new JobRequest(
                owner, action, collection, itemId, source, parameters, lane, priority, retryCount, retriable, trace);
    }

    /// The same for another source: one item out of a collection of them.
    public JobRequest with(String otherItem, String otherSource) {
        return new JobRequest(
                owner,
                action,
                collection,
                otherItem,
                otherSource,
                parameters,
                lane,
                priority,
                retryCount,
                retriable,
                traceparent);
    }
}
