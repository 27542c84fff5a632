package dev.zarrgo.converter.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.geozarr.GeoAttributes;
import dev.zarrgo.converter.product.Packing;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The metadata of arrays in the target: types, fill values, chunks, codecs, attributes.
///
/// Source: sections 4, 5 and 10 of the output specification.
final class TargetArrays {

    private static final TextNode NAN = TextNode.valueOf("NaN");

    /// NaN as a little-endian double in base64, the form of `_FillValue` that xarray reads (rule R33).
    private static final TextNode NAN_FILL = TextNode.valueOf("AAAAAAAA+H8=");

    private static final String FILL = "_FillValue";

    /// Arrays below this size that are no rasters are one chunk (rule R36).
    private static final long ONE_CHUNK_BYTES = 4 << 20;

    private final ConversionOptions options;

    TargetArrays(ConversionOptions options) {
        this.options = options;
    }

    /// How the pixels of a source raster are stored, at whatever size.
    ///
    /// @param type logical type
    /// @param stored type of the numbers in the chunks
    /// @param fill zarr fill value
    /// @param logical codecs between logical and stored numbers
    /// @param attributes without anything that depends on the level
    record PixelForm(
            DataType type,
            DataType stored,
            JsonNode fill,
            List<Codec> logical,
            OptionalLong nodata,
            ObjectNode attributes) {}

    /// @param hasNodata false for class maps and flags, where every number means something (rule R32)
    PixelForm pixelForm(ArrayMetadata source, boolean hasNodata, Set<String> scalars) {
        ObjectNode attributes = ArrayAttributes.cleaned(source.attributes(), scalars);
        DataType type = source.type();
        if (!type.isInteger()) {
            return floatForm(type, attributes);
        }
        OptionalLong nodata = hasNodata ? Packing.nodata(source) : OptionalLong.empty();
        Optional<Packing> packing = hasNodata ? Packing.of(source) : Optional.empty();
        if (packing.isEmpty()) {
            attributes.remove(Set.of("scale_factor", "add_offset"));
            if (!hasNodata) {
                attributes.remove(Set.of("fill_value", "valid_min", "valid_max"));
            }
            nodata.ifPresent(value -> attributes.put(FILL, value));
            return new PixelForm(type, type, LongNode.valueOf(nodata.orElse(0)), List.of(), nodata, attributes);
        }
        ArrayAttributes.removePacking(attributes);
        if (attributes.path("units").asText().equals("digital_counts")) {
            attributes.put("units", "1");
        }
        return packedForm(type, packing.get(), nodata, attributes);
    }

    private static PixelForm floatForm(DataType type, ObjectNode attributes) {
        boolean floating = type.kind() == DataType.Kind.FLOAT;
        if (floating) {
            attributes.set(FILL, NAN_FILL);
        }
        JsonNode fill = floating ? NAN : BooleanNode.FALSE;
        return new PixelForm(type, type, fill, List.of(), OptionalLong.empty(), attributes);
    }

    private PixelForm packedForm(DataType type, Packing packing, OptionalLong nodata, ObjectNode attributes) {
        return switch (options.encoding()) {
            case PACKED -> {
                nodata.ifPresent(value -> attributes.put(FILL, value));
                attributes.set("scale_factor", packing.scale());
                attributes.set("add_offset", packing.offset());
                yield new PixelForm(type, type, LongNode.valueOf(nodata.orElse(0)), List.of(), nodata, attributes);
            }
            case CODEC -> {
                attributes.set(FILL, NAN_FILL);
                long missing = nodata.orElse(0); // NaN to every reader, and so at every level (rule R30)
                List<Codec> logical = List.of(
                        new Codec.ScaleOffset(inverse(packing.scaleFactor()), packing.addOffset()),
                        new Codec.CastValue(type, Optional.of(missing)));
                yield new PixelForm(DataType.FLOAT32, type, NAN, logical, OptionalLong.of(missing), attributes);
            }
            case FLOAT32 -> {
                attributes.set(FILL, NAN_FILL);
                yield new PixelForm(DataType.FLOAT32, DataType.FLOAT32, NAN, List.of(), nodata, attributes);
            }
        };
    }

    /// 1 / 0.0001 is 10000, and not the double beside it.
    private static double inverse(double scale) {
        double inverse = 1 / scale;
        double whole = Math.rint(inverse);
        return Math.abs(inverse - whole) < 1e-9 * whole ? whole : inverse;
    }

    /// A raster of this form.
    ArrayMetadata raster(PixelForm form, int height, int width, ObjectNode attributes) {
        List<Integer> shape = List.of(height, width);
        List<Integer> chunk =
                List.of(Math.min(options.spatialChunk(), height), Math.min(options.spatialChunk(), width));
        List<Codec> codecs = Codecs.packed(form.logical(), form.stored(), options.compressionLevel());
        boolean sharded = options.sharding() && !chunk.equals(shape);
        return new ArrayMetadata(
                3,
                form.type(),
                shape,
                sharded ? shardShape(shape, chunk) : chunk,
                ChunkKeys.DEFAULT_SLASH,
                form.fill(),
                sharded ? Codecs.sharded(chunk, codecs) : codecs,
                List.of("y", "x"),
                attributes);
    }

    /// One shard of the whole array (rule R37).
    private static List<Integer> shardShape(List<Integer> shape, List<Integer> chunk) {
        var shard = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.size(); axis++) {
            shard.add(Math.ceilDiv(shape.get(axis), chunk.get(axis)) * chunk.get(axis));
        }
        return shard;
    }

    /// The coordinate `x` or `y` of a raster group (rule R23).
    static ArrayMetadata axis(String name, Table centres, Crs crs) {
        boolean integer = centres.type().isInteger();
        return coordinate(
                centres.type(),
                centres.shape(),
                integer ? IntNode.valueOf(0) : NAN,
                List.of(name),
                GeoAttributes.axisAttributes(name, crs));
    }

    private static ArrayMetadata coordinate(
            DataType type, List<Integer> shape, JsonNode fill, List<String> dimensions, ObjectNode attributes) {
        return new ArrayMetadata(
                3, type, shape, shape, ChunkKeys.DEFAULT_SLASH, fill, Codecs.plain(), dimensions, attributes);
    }

    /// An array that is copied as a whole: angles, meteorology, labels.
    ArrayMetadata table(String path, ArrayMetadata source, Set<String> scalars) {
        ObjectNode attributes = ArrayAttributes.cleaned(source.attributes(), scalars);
        List<String> dimensions = dimensions(source);
        DataType type =
                switch (source.type().kind()) {
                    case ASCII ->
                        new DataType(DataType.Kind.UTF32, 4 * source.type().bytes());
                    case BOOL, INT, UINT, FLOAT, COMPLEX, UTF32 -> source.type();
                };
        String name = Hierarchy.name(path);
        if (dimensions.equals(List.of(name))) {
            addLabel(attributes, name);
            return coordinate(type, source.shape(), fill(type), dimensions, attributes);
        }
        if (type.kind() == DataType.Kind.FLOAT) {
            attributes.set(FILL, NAN_FILL);
        }
        List<Integer> chunk = source.bytes() <= ONE_CHUNK_BYTES ? source.shape() : tableChunk(source.shape());
        return new ArrayMetadata(
                3,
                type,
                source.shape(),
                chunk,
                ChunkKeys.DEFAULT_SLASH,
                fill(type),
                Codecs.packed(List.of(), type, options.compressionLevel()),
                dimensions,
                attributes);
    }

    private List<Integer> tableChunk(List<Integer> shape) {
        var chunk = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.size(); axis++) {
            boolean spatial = axis >= shape.size() - 2;
            chunk.add(spatial ? Math.min(options.spatialChunk(), shape.get(axis)) : 1);
        }
        return chunk;
    }

    private static JsonNode fill(DataType type) {
        return switch (type.kind()) {
            case BOOL -> BooleanNode.FALSE;
            case INT, UINT -> IntNode.valueOf(0);
            case FLOAT -> NAN;
            case COMPLEX -> Json.numbers(List.of(0.0, 0.0));
            case UTF32, ASCII -> TextNode.valueOf("");
        };
    }

    /// Names and labels of the axes of angle tables, and time (rule R23).
    private static void addLabel(ObjectNode attributes, String name) {
        switch (name) {
            case "angle" -> label(attributes, name, "angle coordinate");
            case "band" -> label(attributes, name, "spectral band identifier");
            case "detector" -> label(attributes, name, "detector identifier");
            case "time" -> attributes.put("standard_name", "time");
            default -> {}
        }
    }

    private static void label(ObjectNode attributes, String name, String text) {
        attributes.put("standard_name", name);
        attributes.put("long_name", text);
    }

    /// As the source names them; made up where it does not, or names one twice (rule R2).
    private static List<String> dimensions(ArrayMetadata source) {
        List<String> names = source.dimensionNames();
        if (names.size() == source.rank() && new HashSet<>(names).size() == names.size()) {
            return names;
        }
        var made = new ArrayList<String>();
        for (int axis = 0; axis < source.rank(); axis++) {
            made.add("dim_" + axis);
        }
        return made;
    }
}
