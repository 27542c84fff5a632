package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.ConflictException;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.Target;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.util.Optional;

/// What stands at a target that is not to be replaced.
///
/// Source: rule R81.
final class ExistingStore {

    private static final int MAX_ROOT_BYTES = 64 << 20;

    private ExistingStore() {}

    /// Whether it is what would be written; not so if it is the rest of a run that may be written over.
    ///
    /// @throws ConflictException if it is anything else
    static boolean isComplete(
            ConversionRequest request, StoreSettings settings, Target target, Fingerprint fingerprint) {
        Optional<JsonNode> root = root(request, settings);
        if (root.isEmpty()) {
            boolean interrupted = target.interrupted().isPresent();
            if (interrupted && request.left() == ConversionRequest.Leftover.CONTINUED) {
                return false;
            }
            throw rest(request, interrupted);
        }
        if (root.flatMap(Fingerprint::in).filter(fingerprint::equals).isEmpty()) {
            throw new ConflictException(
                    FailureCode.TARGET_EXISTS,
                    "%s was made from another source or with other options".formatted(request.target()),
                    "give --overwrite to replace it, or choose another target");
        }
        return true;
    }

    private static ConflictException rest(ConversionRequest request, boolean interrupted) {
        return interrupted
                ? new ConflictException(
                        FailureCode.TARGET_EXISTS,
                        "%s is the rest of an interrupted run".formatted(request.target()),
                        "give --resume to go on with it, or --overwrite to start afresh")
                : new ConflictException(
                        FailureCode.TARGET_EXISTS,
                        "%s is the rest of an interrupted run, or no store".formatted(request.target()),
                        "give --overwrite to replace it");
    }

    private static Optional<JsonNode> root(ConversionRequest request, StoreSettings settings) {
        try (Store existing = Stores.open(request.target(), settings)) {
            return existing.read(HierarchyWriter.ROOT_KEY, MAX_ROOT_BYTES).flatMap(ExistingStore::parsed);
        } catch (UnusableSourceException _) {
            return Optional.empty(); // a file, or far too large
        }
    }

    private static Optional<JsonNode> parsed(byte[] document) {
        try {
            return Optional.of(Json.parse(document));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
