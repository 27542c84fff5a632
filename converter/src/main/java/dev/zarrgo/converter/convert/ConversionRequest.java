package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.StoreSettings;
import java.util.Optional;

/// One conversion: from where, to where, how.
///
/// @param source a product
/// @param target where the store goes; its name ends in `.zarr`
/// @param expected what the source has to be
/// @param options what the store is to look like
/// @param threads at least 1
/// @param existing what to do when the target exists
/// @param check whether the result is validated before it is published
/// @param left what to do with what an interrupted run has left
/// @param provenanceSource what the store names as its source; empty for `source` itself
/// @param connections how source and target are reached
public record ConversionRequest(
        Location source,
        Location target,
        Expectation expected,
        ConversionOptions options,
        int threads,
        Existing existing,
        Leftover left,
        Check check,
        Optional<String> provenanceSource,
        Connections connections) {

    public ConversionRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("%d threads".formatted(threads));
        }
    }

    /// A conversion with the defaults of the command line.
    public static ConversionRequest of(Location source, Location target, ConversionOptions options) {
        return new ConversionRequest(
                source,
                target,
                Expectation.ANY_PRODUCT,
                options,
                Runtime.getRuntime().availableProcessors(),
                Existing.KEEP,
                Leftover.NOT_USED,
                Check.FULL,
                Optional.empty(),
                Connections.OF_THE_ENVIRONMENT);
    }

    /// The same, and it replaces what is at the target.
    public ConversionRequest replacing() {
        return new ConversionRequest(
                source,
                target,
                expected,
                options,
                threads,
                Existing.REPLACE,
                left,
                check,
                provenanceSource,
                connections);
    }

    /// What the source has to be.
    public enum Expectation {
        ANY_PRODUCT,
        SENTINEL_TWO
    }

    /// What to do when the target exists.
    public enum Existing {
        /// Nothing if it is what would be written; else fail.
        KEEP,
        REPLACE
    }

    /// What to do with what an interrupted run has left.
    public enum Leftover {
        /// Nothing; a new run starts afresh.
        NOT_USED,
        /// Go on with it if it was for the same source and options.
        CONTINUED
    }

    /// How source and target are reached.
    ///
    /// @param source empty for what the environment says
    /// @param target empty for what the environment says
    /// @param job whose attempts may take over the lock from one another
    public record Connections(Optional<StoreSettings> source, Optional<StoreSettings> target, Optional<String> job) {

        public static final Connections OF_THE_ENVIRONMENT =
                new Connections(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Whether the result is validated before it is published.
    public enum Check {
        FULL,
        NONE
    }
}
