package dev.zarrgo.registrar.titiler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The links of one item to a tile server.
///
/// Source: rules P40 to P45.
public final class TileLinks {

    private static final String TILES = "WebMercatorQuad";

    private final String base;
    private final String id;
    private final Optional<Render> render;

    /// @param server address of the raster API
    /// @param render empty where nothing says how to draw the item: then there is a viewer and no tiles
    public TileLinks(String server, String collection, String id, Optional<Render> render) {
        this.base = "%s/collections/%s/items/%s".formatted(server.replaceFirst("/+$", ""), collection, id);
        this.id = id;
        this.render = render;
    }

    /// `viewer`, `xyz` and `tilejson` in the order that clients know; the tile links only with a render.
    public List<Link> links() {
        var links = new ArrayList<Link>();
        if (render.isEmpty()) {
            links.add(viewer());
            return links;
        }
        String query = query(render.get(), true);
        String title = title(render.get());
        Link xyz = Link.of("xyz", "%s/tiles/%s/{z}/{x}/{y}.png?%s".formatted(base, TILES, query), "image/png", title);
        Link tilejson = Link.of(
                "tilejson",
                "%s/%s/tilejson.json?%s".formatted(base, TILES, query),
                Link.JSON,
                "TileJSON for %s".formatted(id));
        if (render.get().declared()) {
            links.add(Link.of("viewer", "%s/%s/map.html?%s".formatted(base, TILES, query), "text/html", title));
            links.add(tilejson);
            links.add(xyz);
        } else {
            links.add(viewer());
            links.add(xyz);
            links.add(tilejson);
        }
        return links;
    }

    private Link viewer() {
        return Link.of("viewer", base + "/viewer", "text/html", "Viewer for %s".formatted(id));
    }

    private String title(Render how) {
        return how.title().isEmpty() ? "Visualization for %s".formatted(id) : how.title();
    }

    /// The picture that the tile server makes of the whole item (rule P45).
    public Optional<ObjectNode> thumbnail() {
        return render.map(how -> {
            ObjectNode asset = Json.object()
                    .put("href", "%s/preview?format=png&%s".formatted(base, query(how, false)))
                    .put("type", "image/png")
                    .put("title", thumbnailTitle(how));
            asset.set("roles", Json.texts(List.of("thumbnail")));
            return asset;
        });
    }

    private String thumbnailTitle(Render how) {
        return how.declared() ? (how.title().isEmpty() ? id : how.title()) + " preview" : title(how) + " Preview";
    }

    private static String query(Render how, boolean tiles) {
        var query = new Query();
        if (how.expression().isEmpty()) {
            how.rescale().forEach(pair -> query.add("rescale", pair));
            if (!how.colorFormula().isEmpty()) {
                query.add("color_formula", how.colorFormula());
            }
            how.variables().forEach(variable -> query.add("variables", variable));
        } else {
            query.add("expression", how.expression());
            how.rescale().forEach(pair -> query.add("rescale", pair));
        }
        if (how.bands()) {
            query.add("bidx", "1");
        }
        if (tiles) {
            query.add("tilesize", String.valueOf(how.tileSize()));
        }
        if (!how.time().isEmpty()) {
            query.add("sel", "time=" + how.time());
        }
        return query.toString();
    }

    /// The page of an item in the Explorer (rule P42).
    public static Link explorer(String explorer, String collection, String id) {
        String slug = collection.toLowerCase(Locale.ROOT).replace('_', '-');
        return new Link(
                "via",
                "%s/collections/%s/items/%s".formatted(explorer.replaceFirst("/+$", ""), slug, id),
                Optional.empty(),
                Optional.of("EOPF Explorer"));
    }
}
