package dev.zarrgo.converter.sample;

import java.util.Optional;

/// The pixel sizes of the instrument.
enum Resolution {
    R10M(10),
    R20M(20),
    R60M(60);

    private final int metres;

    Resolution(int metres) {
        this.metres = metres;
    }

    int metres() {
        return metres;
    }

    /// 10 m pixels per pixel and axis.
    int factor() {
        return metres / 10;
    }

    /// `r10m`.
    String groupName() {
        return "r%sm".formatted(metres);
    }

    /// The resolution of the group with this name; empty if it is another group.
    static Optional<Resolution> named(String groupName) {
        for (Resolution resolution : values()) {
            if (resolution.groupName().equals(groupName)) {
                return Optional.of(resolution);
            }
        }
        return Optional.empty();
    }
}
