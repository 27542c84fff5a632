package dev.zarrgo.converter.picture;

import java.util.List;
import java.util.Optional;

/// A small picture of a group, or the reason why there is none.
///
/// @param group path of the group whose pixels are shown
/// @param extent how much of it is shown
/// @param caption what is shown, for a person
/// @param legend what colours mean, where they stand for classes
/// @param picture empty if it could not be drawn
/// @param problem why not; empty if it could
public record Thumbnail(
        String group,
        Extent extent,
        String caption,
        List<Swatch> legend,
        Optional<Picture> picture,
        Optional<String> problem) {

    public Thumbnail {
        legend = List.copyOf(legend);
    }

    /// A colour and what it means.
    ///
    /// @param colour `0xAARRGGBB`
    public record Swatch(int colour, String name) {}

    /// How much of a group a picture shows.
    public enum Extent {
        /// All of it, made smaller.
        WHOLE,
        /// As much of its middle as fits, pixel by pixel.
        MIDDLE
    }
}
