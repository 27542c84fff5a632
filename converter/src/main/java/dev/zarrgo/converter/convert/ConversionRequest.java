package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.store.Location;
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
/// @param provenanceSource what the store names as its source; empty for `source` itself
public record ConversionRequest(
        Location source,
        Location target,
        Expectation expected,
        ConversionOptions options,
        int threads,
        Existing existing,
        Check check,
        Optional<String> provenanceSource) {

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
                Check.FULL,
                Optional.empty());
    }

    /// The same, and it replaces what is at the target.
    public ConversionRequest replacing() {
        return new ConversionRequest(
                source, target, expected, options, threads, Existing.REPLACE, check, provenanceSource);
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

    /// Whether the result is validated before it is published.
    public enum Check {
        FULL,
        NONE
    }
}
