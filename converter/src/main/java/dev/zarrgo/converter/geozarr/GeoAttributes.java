package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.geo.Affine;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geo.Grid;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Json;
import java.util.List;
import java.util.Locale;

/// Writes the attributes that georeference groups and arrays.
///
/// Source: sections 2 and 3 of the output specification.
public final class GeoAttributes {

    /// The name of the grid mapping in every raster group.
    public static final String GRID_MAPPING = "spatial_ref";

    private static final List<String> DIMENSIONS = List.of("y", "x");

    private final Convention.Version version;

    public GeoAttributes(Convention.Version version) {
        this.version = version;
    }

    /// A group with rasters of one grid (rule R22).
    public void addRasterGroup(ObjectNode attributes, Grid grid, Crs crs) {
        attributes.put("grid_mapping", GRID_MAPPING);
        addGrid(attributes, grid);
        attributes.put("proj:code", crs.code());
        attributes.set("zarr_conventions", declarations(Convention.SPATIAL, Convention.PROJ));
    }

    /// A group of levels, finest first (rules R11 to R13).
    public void addMultiscaleGroup(ObjectNode attributes, List<LayoutEntry> levels, Reduction reduction, Crs crs) {
        attributes.set("zarr_conventions", declarations(Convention.MULTISCALES, Convention.SPATIAL, Convention.PROJ));
        ObjectNode multiscales = attributes.putObject("multiscales");
        ArrayNode layout = multiscales.putArray("layout");
        for (int i = 0; i < levels.size(); i++) {
            LayoutEntry level = levels.get(i);
            ObjectNode entry = layout.addObject().put("asset", level.asset());
            if (i > 0) {
                entry.put("derived_from", levels.get(i - 1).asset());
                ObjectNode transform = entry.putObject("transform");
                transform.set("scale", Json.numbers(List.of(level.scale(), level.scale())));
                transform.set("translation", Json.numbers(List.of(0.0, 0.0)));
            }
            entry.set("spatial:shape", shape(level.grid()));
            entry.set("spatial:transform", transform(level.grid().transform()));
        }
        switch (reduction) {
            case MEAN -> multiscales.put("resampling_method", "average");
            case NEAREST -> multiscales.put("resampling_method", "nearest");
            case MAXIMUM -> multiscales.put("resampling_method", "max");
            case BITWISE_OR -> {
                // The vocabulary has no OR, and nothing is better than something untrue (rule R53).
            }
        }
        addGrid(attributes, levels.getFirst().grid());
        attributes.put("proj:code", crs.code());
    }

    /// The root, in longitude and latitude (rule R60).
    public void addRoot(ObjectNode attributes, BoundingBox bbox) {
        attributes.set("zarr_conventions", declarations(Convention.SPATIAL, Convention.PROJ));
        attributes.set("spatial:dimensions", Json.texts(DIMENSIONS));
        attributes.set("spatial:bbox", Json.numbers(bbox.edges()));
        attributes.put("proj:code", Crs.LON_LAT.code());
    }

    private ArrayNode declarations(Convention... conventions) {
        return Convention.declarations(List.of(conventions), version);
    }

    private static void addGrid(ObjectNode attributes, Grid grid) {
        attributes.set("spatial:dimensions", Json.texts(DIMENSIONS));
        attributes.put("spatial:registration", "pixel");
        attributes.set("spatial:bbox", Json.numbers(grid.bbox().edges()));
        attributes.set("spatial:transform", transform(grid.transform()));
        attributes.set("spatial:shape", shape(grid));
    }

    private static ArrayNode transform(Affine transform) {
        return Json.numbers(transform.coefficients());
    }

    private static ArrayNode shape(Grid grid) {
        return Json.numbers(List.of(grid.height(), grid.width()));
    }

    /// The grid mapping: a scalar whose attributes carry the reference system for CF readers (rule R24).
    public static ArrayMetadata gridMapping(Crs crs, Grid grid) {
        ObjectNode attributes = Json.object();
        attributes.put("crs_wkt", crs.wkt2());
        attributes.put("spatial_ref", crs.wkt1());
        attributes.put("semi_major_axis", 6378137.0);
        attributes.put("semi_minor_axis", 6356752.314245179);
        attributes.put("inverse_flattening", 298.257223563);
        attributes.put("reference_ellipsoid_name", "WGS 84");
        attributes.put("longitude_of_prime_meridian", 0.0);
        attributes.put("prime_meridian_name", "Greenwich");
        attributes.put("geographic_crs_name", "WGS 84");
        attributes.put("horizontal_datum_name", "World Geodetic System 1984");
        if (crs.isGeographic()) {
            attributes.put("grid_mapping_name", "latitude_longitude");
        } else {
            attributes.put("projected_crs_name", crs.name());
            attributes.put("grid_mapping_name", "transverse_mercator");
            attributes.put("latitude_of_projection_origin", 0.0);
            attributes.put("longitude_of_central_meridian", crs.centralMeridian());
            attributes.put("false_easting", 500000.0);
            attributes.put("false_northing", crs.falseNorthing());
            attributes.put("scale_factor_at_central_meridian", 0.9996);
        }
        attributes.put("GeoTransform", gdalTransform(grid.transform()));
        return new ArrayMetadata(
                3,
                DataType.INT64,
                List.of(),
                List.of(),
                ChunkKeys.DEFAULT_SLASH,
                Json.numbers(List.of(0)).get(0),
                List.of(new Codec.Bytes(Codec.Endian.LITTLE)),
                List.of(),
                attributes);
    }

    /// `c a b f d e`, separated by blanks; whole numbers without a fraction.
    static String gdalTransform(Affine t) {
        return String.join(
                " ",
                List.of(t.c(), t.a(), t.b(), t.f(), t.d(), t.e()).stream()
                        .map(GeoAttributes::plain)
                        .toList());
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.1f", value)
                : Double.toString(value);
    }

    /// The attributes of the coordinate `x` or `y` (rule R23).
    public static ObjectNode axisAttributes(String name, Crs crs) {
        boolean x = name.equals("x");
        if (crs.isGeographic()) {
            String what = x ? "longitude" : "latitude";
            return Json.object()
                    .put("units", x ? "degrees_east" : "degrees_north")
                    .put("standard_name", what)
                    .put("long_name", what);
        }
        return Json.object()
                .put("units", "m")
                .put("standard_name", "projection_%s_coordinate".formatted(name))
                .put("long_name", "%s coordinate of projection".formatted(name));
    }
}
