package dev.zarrgo.converter.product;

import java.util.List;
import java.util.Optional;

/// A resolution of the Sentinel-2 pyramid, finest first.
///
/// Source: rule R47.
public enum S2Resolution {
    R10M(10, 1),
    R20M(20, 2),
    R60M(60, 3),
    R120M(120, 2),
    R360M(360, 3),
    R720M(720, 2);

    /// Those that products are delivered in.
    public static final List<S2Resolution> NATIVE = List.of(R10M, R20M, R60M);

    private final int metres;
    private final int scale;

    S2Resolution(int metres, int scale) {
        this.metres = metres;
        this.scale = scale;
    }

    public int metres() {
        return metres;
    }

    /// How many times larger the pixels are than those of the resolution before.
    public int scale() {
        return scale;
    }

    /// The name of its groups, for example `r10m`.
    public String id() {
        return "r" + metres + "m";
    }

    /// Pixels of `finer` per axis in one pixel of this.
    public int factorFrom(S2Resolution finer) {
        return metres / finer.metres;
    }

    /// The next finer resolution; empty for the finest.
    public Optional<S2Resolution> finer() {
        return ordinalNeighbour(-1);
    }

    /// The next coarser resolution; empty for the coarsest.
    public Optional<S2Resolution> coarser() {
        return ordinalNeighbour(1);
    }

    private Optional<S2Resolution> ordinalNeighbour(int step) {
        List<S2Resolution> all = List.of(values());
        int at = all.indexOf(this) + step;
        return at >= 0 && at < all.size() ? Optional.of(all.get(at)) : Optional.empty();
    }

    /// The resolution whose groups have this name.
    public static Optional<S2Resolution> of(String id) {
        for (S2Resolution resolution : values()) {
            if (resolution.id().equals(id)) {
                return Optional.of(resolution);
            }
        }
        return Optional.empty();
    }
}
