package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A multiscale group of a store, or a single group of rasters: the same pixels in one or more resolutions.
///
/// @param path of the group, without a leading `/`
/// @param levels finest first, at least one
record Pyramid(String path, Crs crs, List<Level> levels) {

    /// @param path of the level's group, without a leading `/`
    record Level(String path, Grid grid) {

        private int shorterSide() {
            return Math.min(grid.height(), grid.width());
        }
    }

    Pyramid {
        levels = List.copyOf(levels);
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("/%s has no levels".formatted(path));
        }
    }

    Level finest() {
        return levels.getFirst();
    }

    Level coarsest() {
        return levels.getLast();
    }

    boolean isMultiscale() {
        return levels.size() > 1;
    }

    /// The coarsest level with at least `pixels` on its shorter side; the finest if none has so many.
    Level sufficient(int pixels) {
        return levels.reversed().stream()
                .filter(level -> level.shorterSide() >= pixels)
                .findFirst()
                .orElse(finest());
    }

    /// All pyramids of a store in path order; groups without a reference system are left out (rule V11).
    static List<Pyramid> in(Hierarchy hierarchy) {
        var pyramids = new ArrayList<Pyramid>();
        var levels = new ArrayList<String>();
        hierarchy.nodes().forEach((path, node) -> {
            if (node instanceof GroupMetadata group && !path.isEmpty() && !levels.contains(path)) {
                read(path, group.attributes()).ifPresent(pyramid -> {
                    pyramids.add(pyramid);
                    pyramid.levels().forEach(level -> levels.add(level.path()));
                });
            }
        });
        return List.copyOf(pyramids);
    }

    private static Optional<Pyramid> read(String path, JsonNode attributes) {
        Optional<Crs> crs = Crs.of(attributes.path("proj:code").asText());
        if (crs.isEmpty()) {
            return Optional.empty();
        }
        var levels = new ArrayList<Level>();
        for (JsonNode entry : attributes.path("multiscales").path("layout")) {
            grid(entry)
                    .ifPresent(grid -> levels.add(
                            new Level(Hierarchy.child(path, entry.path("asset").asText()), grid)));
        }
        if (levels.isEmpty()) {
            grid(attributes).ifPresent(grid -> levels.add(new Level(path, grid)));
        }
        return levels.isEmpty() ? Optional.empty() : Optional.of(new Pyramid(path, crs.get(), levels));
    }

    private static Optional<Grid> grid(JsonNode object) {
        JsonNode transform = object.path("spatial:transform");
        JsonNode shape = object.path("spatial:shape");
        if (transform.size() < 6 || shape.size() != 2) {
            return Optional.empty();
        }
        var affine = new Affine(
                transform.get(0).asDouble(),
                transform.get(1).asDouble(),
                transform.get(2).asDouble(),
                transform.get(3).asDouble(),
                transform.get(4).asDouble(),
                transform.get(5).asDouble());
        return Optional.of(new Grid(affine, shape.get(0).asInt(), shape.get(1).asInt()));
    }
}
