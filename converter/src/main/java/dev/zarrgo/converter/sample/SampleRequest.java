package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.Locale;

/// Which product to make.
///
/// Products of the same seed and different size are different landscapes: each has all it should have,
/// whatever its size.
///
/// @param kind product type
/// @param cpm major version of the processor that the product seems to come from: 2 writes Zarr v2, 3
///     writes Zarr v3
/// @param size pixels per axis at 10 m: a multiple of 6 from [#MIN_SIZE] to [#FULL_SIZE]
/// @param seed decides every pixel
public record SampleRequest(Kind kind, int cpm, int size, long seed) {

    /// The product types that can be made.
    public enum Kind {
        /// Sentinel-2, top of atmosphere.
        S2L1C,
        /// Sentinel-2, bottom of atmosphere.
        S2L2A;

        /// `L1C` or `L2A`.
        String level() {
            return name().substring(2);
        }

        /// The kind that a person names, for example `S2L2A`; case does not matter.
        ///
        /// @throws InvalidRequestException if there is no such kind
        public static Kind named(String text) {
            for (Kind kind : values()) {
                if (kind.name().equals(text.toUpperCase(Locale.ROOT))) {
                    return kind;
                }
            }
            throw new InvalidRequestException(
                    FailureCode.USAGE, "no samples of product '%s'".formatted(text), "ask for S2L2A or S2L1C");
        }
    }

    /// For whoever does not care.
    public static final long DEFAULT_SEED = 42;

    /// Pixels per axis of a real product.
    public static final int FULL_SIZE = 10980;

    /// Smaller ones have no room for every land cover and fault.
    public static final int MIN_SIZE = 180;

    /// A pixel of 60 m is six of 10 m wide.
    private static final int STEP = 6;

    public SampleRequest {
        if (cpm != 2 && cpm != 3) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "there are no samples of CPM %d".formatted(cpm), "ask for CPM 2 or 3");
        }
        if (size < MIN_SIZE || size > FULL_SIZE || size % STEP != 0) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "a sample cannot have %,d x %,d pixels".formatted(size, size),
                    "give a multiple of %d from %,d to %,d".formatted(STEP, MIN_SIZE, FULL_SIZE));
        }
    }
}
