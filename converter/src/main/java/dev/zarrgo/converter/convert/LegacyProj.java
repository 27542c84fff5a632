package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;

/// The `proj:` attributes that EOPF puts on arrays: kept where the source has them, and true for the level
/// (rule R66).
final class LegacyProj {

    private LegacyProj() {}

    static void update(ObjectNode attributes, Grid grid, Crs crs) {
        if (attributes.has("proj:epsg")) {
            attributes.put("proj:epsg", crs.epsg());
        }
        if (attributes.has("proj:bbox")) {
            attributes.set("proj:bbox", Json.numbers(grid.bbox().edges()));
        }
        if (attributes.has("proj:shape")) {
            attributes.set("proj:shape", Json.numbers(List.of(grid.height(), grid.width())));
        }
        if (attributes.has("proj:transform")) {
            Affine t = grid.transform();
            attributes.set(
                    "proj:transform", Json.numbers(List.of(t.a(), t.b(), t.c(), t.d(), t.e(), t.f(), 0.0, 0.0, 1.0)));
        }
    }
}
