package dev.zarrgo.converter.picture;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.picture.Thumbnail.Extent;
import dev.zarrgo.converter.picture.Values.Range;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Draws thumbnails of the rasters in a store.
///
/// A group with two or more groups of rasters of different size, such as `r10m` and `r20m`, is taken for a
/// pyramid: it gets one picture of the whole, from its coarsest level that is large enough, and one of each
/// level's middle, pixel by pixel, which shows what that level adds. A group with rasters beside or without
/// levels gets one picture of the whole.
///
/// Source: section 14 of the output specification, row `info`.
public final class Gallery {

    /// A raster that is smaller than this has nothing to see.
    private static final int MIN_SIDE = 32;

    /// Reading more for one picture would take seconds.
    private static final long MAX_PIXELS = 64_000_000;

    private final Store store;
    private final Hierarchy hierarchy;
    private final int wholeSide;
    private final int middleSide;

    /// @param wholeSide pixels that pictures of a whole have on their longer axis, about
    /// @param middleSide pixels per axis that pictures of a middle have at most
    public Gallery(Store store, Hierarchy hierarchy, int wholeSide, int middleSide) {
        this.store = store;
        this.hierarchy = hierarchy;
        this.wholeSide = wholeSide;
        this.middleSide = middleSide;
    }

    /// The pictures of a group: of the whole first, then of its levels, finest first; none for a group
    /// without rasters, and for the levels themselves.
    public List<Thumbnail> of(String group) {
        List<Level> levels = levels(group);
        if (!levels.isEmpty()) {
            var pictures = new ArrayList<Thumbnail>();
            var range = new SharedRange();
            pictures.add(thumbnail(sufficient(levels, wholeSide), Extent.WHOLE, range));
            levels.forEach(level -> pictures.add(thumbnail(level, Extent.MIDDLE, range)));
            return pictures;
        }
        boolean isLevel = !group.isEmpty() && !levels(Hierarchy.parent(group)).isEmpty();
        return isLevel
                ? List.of()
                : level(group)
                        .filter(Level::isWorthSeeing)
                        .map(own -> List.of(thumbnail(own, Extent.WHOLE, new SharedRange())))
                        .orElse(List.of());
    }

    /// What is black and what is white in all pictures of a group: as in the first one.
    private static final class SharedRange {
        private @Nullable Range range;

        Range of(Rendering rendering, List<Values> values) {
            Range known = range;
            if (known == null) {
                known = Colours.range(rendering, values);
                range = known;
            }
            return known;
        }
    }

    // --- levels

    /// A group with rasters.
    private record Level(String path, Rendering rendering, int height, int width) {

        int side() {
            return Math.max(height, width);
        }

        boolean isWorthSeeing() {
            return Math.min(height, width) >= MIN_SIDE;
        }
    }

    private Optional<Level> level(String group) {
        return Rendering.of(hierarchy, group).map(rendering -> {
            List<Integer> shape = array(group, rendering.arrays().getFirst()).shape();
            return new Level(group, rendering, shape.get(shape.size() - 2), shape.getLast());
        });
    }

    /// Finest first; empty if this is no pyramid.
    private List<Level> levels(String group) {
        if (Rendering.of(hierarchy, group).isPresent()) {
            return List.of();
        }
        List<Level> levels = hierarchy.groupsIn(group).stream()
                .map(name -> level(Hierarchy.child(group, name)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingInt(Level::side).reversed().thenComparing(Level::path))
                .toList();
        boolean sizesDiffer = levels.stream().map(Level::side).distinct().count() == levels.size();
        boolean isPyramid =
                sizesDiffer && levels.size() > 1 && levels.getFirst().isWorthSeeing();
        return isPyramid ? levels : List.of();
    }

    /// The coarsest level that has at least `side` pixels on its longer axis; else the finest.
    private static Level sufficient(List<Level> levels, int side) {
        return levels.reversed().stream()
                .filter(level -> level.side() >= side)
                .findFirst()
                .orElse(levels.getFirst());
    }

    // --- pictures

    private Thumbnail thumbnail(Level level, Extent extent, SharedRange range) {
        Optional<Picture> picture = Optional.empty();
        Optional<String> problem = Optional.empty();
        try {
            picture = Optional.of(draw(level, extent, range));
        } catch (ZarrgoException broken) {
            problem = Optional.of(String.valueOf(broken.getMessage()));
        }
        Rendering rendering = level.rendering();
        return new Thumbnail(level.path(), extent, rendering.caption(), Colours.legend(rendering), picture, problem);
    }

    private Picture draw(Level level, Extent extent, SharedRange range) {
        Frame frame =
                switch (extent) {
                    case WHOLE -> Frame.whole(level.height(), level.width(), wholeSide);
                    case MIDDLE -> Frame.middle(level.height(), level.width(), middleSide);
                };
        if ((long) frame.height() * frame.width() > MAX_PIXELS) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "/%s has %,d x %,d pixels and no coarser level to draw it from"
                            .formatted(level.path(), level.height(), level.width()));
        }
        ValueReader.Merging merging = level.rendering() instanceof Rendering.SceneClasses
                ? ValueReader.Merging.MIDDLE
                : ValueReader.Merging.MEAN;
        var values = new ArrayList<Values>();
        for (String name : level.rendering().arrays()) {
            String path = Hierarchy.child(level.path(), name);
            values.add(ValueReader.read(store, path, array(level.path(), name), frame, merging));
        }
        return Colours.paint(level.rendering(), values, range.of(level.rendering(), values));
    }

    private ArrayMetadata array(String group, String name) {
        return hierarchy.array(Hierarchy.child(group, name)).orElseThrow();
    }
}
