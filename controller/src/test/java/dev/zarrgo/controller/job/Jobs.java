package dev.zarrgo.controller.job;

import dev.zarrgo.converter.zarr.Json;
import java.time.Instant;
import java.util.Optional;

/// Jobs and requests for tests.
public final class Jobs {

    private Jobs() {}

    /// A request for an item of its own.
    public static JobRequest request(String item) {
        return request("sentinel-2-l2a", item);
    }

    public static JobRequest request(String collection, String item) {
        return new JobRequest(
                "tester",
                Action.CONVERT,
                collection,
                item,
                "https://example.test/collections/%s/items/%s".formatted(collection, item),
                Json.object());
    }

    /// The same in a lane, with tries.
    public static JobRequest request(String collection, String item, Lane lane, int retryCount, boolean retriable) {
        JobRequest plain = request(collection, item);
        return new JobRequest(
                plain.owner(),
                plain.action(),
                collection,
                item,
                plain.source(),
                plain.parameters(),
                lane,
                lane.priority(),
                retryCount,
                retriable,
                Optional.empty());
    }

    /// A job in hand.
    public static Job inHand(JobRequest request, int retriesLeft, int transientTries) {
        return new Job(
                JobIds.floor(Instant.EPOCH),
                Optional.empty(),
                request,
                request.digest(),
                Optional.empty(),
                State.PENDING,
                retriesLeft,
                transientTries,
                1,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
