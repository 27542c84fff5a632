package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.ChunkKeys;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The arrays of a product of CPM 3, with the irregular names and numbers of a real one.
final class Cpm3Arrays {

    private static final String NAN_BYTES = "AAAAAAAA+H8=";
    private static final JsonNode ZERO = IntNode.valueOf(0);
    private static final JsonNode NAN = TextNode.valueOf("NaN");
    private static final JsonNode NO_TEXT = TextNode.valueOf("");
    private static final DataType ASCII_3 = new DataType(DataType.Kind.ASCII, 3);

    private static final List<Codec> CODECS = List.of(new Codec.Bytes(Codec.Endian.LITTLE), new Codec.Zstd(0, false));

    private static final int CHUNKS_PER_AXIS = 6;
    private static final int MAX_NUMBER = 65_535;

    private static final String GEOMETRY = "mask provided in the final reference frame (ground geometry)";
    private static final List<String> QUALITY_FLAGS = List.of(
            "anc_lost",
            "anc_deg",
            "msi_lost",
            "msi_deg",
            "defective_pixel",
            "no_data_pixel",
            "partially_corrected_pixel",
            "saturated_pixel");

    private final SampleRequest request;

    Cpm3Arrays(SampleRequest request) {
        this.request = request;
    }

    /// The form of an array of CPM 2.
    ArrayMetadata converted(String path, ArrayMetadata array) {
        Optional<Resolution> resolution = Resolution.named(Hierarchy.name(Hierarchy.parent(path)));
        Form form = form(path, resolution);
        return new ArrayMetadata(
                3,
                form.type,
                array.shape(),
                array.rank() == 2 ? chunkShape(array.shape(), resolution) : array.shape(),
                ChunkKeys.DEFAULT_SLASH,
                form.fill,
                CODECS,
                array.dimensionNames(),
                sorted(form.attributes));
    }

    private List<Integer> chunkShape(List<Integer> shape, Optional<Resolution> resolution) {
        if (resolution.isEmpty()) {
            return shape;
        }
        int full = SampleRequest.FULL_SIZE / CHUNKS_PER_AXIS / resolution.get().factor();
        int chunk = Math.max(full * request.size() / SampleRequest.FULL_SIZE, 1);
        return shape.stream().map(length -> Math.min(chunk, length)).toList();
    }

    private static ObjectNode sorted(ObjectNode object) {
        var members = new TreeMap<String, JsonNode>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return Json.object().setAll(members);
    }

    private record Form(DataType type, JsonNode fill, ObjectNode attributes) {}

    private Form form(String path, Optional<Resolution> resolution) {
        String name = Hierarchy.name(path);
        if (resolution.isEmpty()) {
            return geometry(name);
        }
        String level = resolution.get().groupName();
        if (name.equals("x") || name.equals("y")) {
            return coordinate("%s coordinates of the image at %s in meters from up-left pixel"
                    .formatted(name, level.substring(1)));
        }
        if (path.startsWith("measurements/reflectance/")) {
            return reflectance(name, resolution.get());
        }
        return switch (name) {
            case "aot" -> aerosol(resolution.get());
            case "wvp" -> vapour(level);
            case "cld" -> probability(name, "cloud");
            case "snw" -> probability(name, "snow");
            case "scl" -> sceneClasses(level);
            default -> mask(path, name);
        };
    }

    private static Form geometry(String name) {
        return switch (name) {
            case "x", "y" ->
                coordinate("%s coordinates of angles grid, in steps of 5km from up-left pixel".formatted(name));
            case "angle" ->
                new Form(new DataType(DataType.Kind.UTF32, 28), NO_TEXT, named("<U7", "zenith and azimuth angles"));
            case "band" -> {
                ObjectNode attributes = named("<S3", "spectral band number");
                List<String> bands =
                        Arrays.stream(Band.values()).map(Band::arrayName).toList();
                yield new Form(ASCII_3, NO_TEXT, values(attributes, bands));
            }
            case "detector" -> new Form(ASCII_3, NO_TEXT, named("<S3", "detector module number"));
            default -> {
                ObjectNode attributes = named("<f8", angles(name))
                        .put("_FillValue", NAN_BYTES)
                        .put("short_name", name)
                        .put("units", "degrees");
                yield new Form(DataType.FLOAT64, NAN, attributes);
            }
        };
    }

    private static String angles(String name) {
        return switch (name) {
            case "mean_sun_angles" -> "mean solar angles (all detectors, all bands)";
            case "sun_angles" -> "solar angles";
            default -> name.replace('_', ' ');
        };
    }

    private static Form coordinate(String longName) {
        ObjectNode attributes =
                named("<f4", longName).put("_FillValue", NAN_BYTES).put("units", "m");
        return new Form(DataType.FLOAT32, NAN, attributes);
    }

    private Form reflectance(String name, Resolution resolution) {
        boolean bottom = request.kind() == SampleRequest.Kind.S2L2A;
        boolean sixty = resolution == Resolution.R60M;
        int nanometres = sixty && name.equals("b8a") ? 842 : nanometres(Band.named(name));
        ObjectNode attributes = named(
                        "<u2",
                        "%s reflectance from MSI acquisition at spectral band %s %d nm"
                                .formatted(
                                        bottom ? "BOA" : "TOA",
                                        name.substring(1).toUpperCase(Locale.ROOT),
                                        nanometres))
                .put("add_offset", -0.1)
                .put("scale_factor", 0.0001)
                .put("short_name", name + "_" + shortLevel(name, resolution))
                .put("units", "digital_counts");
        packed(attributes);
        if (bottom && sixty && name.equals("b03")) {
            attributes.put("valid_max", MAX_NUMBER / 10);
        }
        return new Form(DataType.UINT16, ZERO, attributes);
    }

    /// `r10m`, or `10m` where a real product of L2A leaves the letter out.
    private String shortLevel(String name, Resolution resolution) {
        boolean irregular =
                switch (resolution) {
                    case R10M -> name.equals("b02");
                    case R20M -> false;
                    case R60M -> !List.of("b09", "b12", "b8a").contains(name);
                };
        boolean bottom = request.kind() == SampleRequest.Kind.S2L2A;
        return bottom && irregular ? resolution.groupName().substring(1) : resolution.groupName();
    }

    private static int nanometres(Band band) {
        return switch (band) {
            case B01 -> 443;
            case B02 -> 490;
            case B03 -> 560;
            case B04 -> 665;
            case B05 -> 705;
            case B06 -> 740;
            case B07 -> 783;
            case B08 -> 842;
            case B8A -> 865;
            case B09 -> 940;
            case B10 -> 1375;
            case B11 -> 1610;
            case B12 -> 2190;
        };
    }

    private static Form aerosol(Resolution resolution) {
        String longName =
                switch (resolution) {
                    case R10M -> "Aerosol Optical Thickness map at 10m (for 550nm) resampled from 20m AOT map";
                    case R20M -> "Aerosol Optical Thickness map at 20m (for 550nm)";
                    case R60M -> "Aerosol Optical Thickness map (at 550nm)";
                };
        String level = resolution.groupName();
        ObjectNode attributes = named("<u2", longName)
                .put("add_offset", 0)
                .put("scale_factor", 0.001)
                .put("short_name", resolution == Resolution.R10M ? "aot" : "aot_" + level);
        return new Form(DataType.UINT16, ZERO, packed(attributes));
    }

    private static Form vapour(String level) {
        ObjectNode attributes = named("<u2", "Water Vapour Content map at " + level.substring(1))
                .put("add_offset", 0)
                .put("scale_factor", 0.001)
                .put("short_name", level.equals("r10m") ? "wvc" : "wvp_" + level)
                .put("units", "cm");
        return new Form(DataType.UINT16, ZERO, packed(attributes));
    }

    private static Form probability(String name, String what) {
        ObjectNode attributes = named("<f4", what + " probability mask at 20m")
                .put("_FillValue", NAN_BYTES)
                .put("fill_value", 101)
                .put("short_name", name)
                .put("units", "percentage")
                .put("valid_max", 100)
                .put("valid_min", 0);
        return new Form(DataType.FLOAT32, NAN, attributes);
    }

    private static Form sceneClasses(String level) {
        boolean twenty = level.equals("r20m");
        ObjectNode attributes = named("<u1", twenty ? "scene classification map at 20m" : "scene classification map")
                .put("short_name", "scl_" + level);
        if (twenty) {
            packed(attributes.put("add_offset", 0).put("scale_factor", 1));
        }
        return new Form(DataType.UINT8, ZERO, attributes);
    }

    private static Form mask(String path, String name) {
        ObjectNode attributes;
        if (path.contains("/l1c_classification/")) {
            attributes = named("<u1", "cloud classification " + GEOMETRY).put("short_name", "msk_cls_b00");
            attributes.set("flag_masks", Json.numbers(List.of(1, 2, 4, 128)));
            attributes.set("flag_meanings", Json.texts(List.of("opaque", "cirrus", "snow_ice", "novalue")));
        } else if (path.contains("/detector_footprint/")) {
            attributes = named("<u1", "detector footprint " + GEOMETRY).put("short_name", "msk_detfoo_" + name);
            var detectors = new ArrayList<>(List.of("no_detector"));
            IntStream.rangeClosed(1, 12).forEach(i -> detectors.add("d%02d".formatted(i)));
            values(attributes, detectors);
        } else {
            attributes = named("<u1", "quality " + GEOMETRY).put("short_name", "msk_quality_" + name);
            attributes.set(
                    "flag_masks",
                    Json.numbers(IntStream.range(0, QUALITY_FLAGS.size())
                            .mapToObj(bit -> 1 << bit)
                            .toList()));
            attributes.set("flag_meanings", Json.texts(QUALITY_FLAGS));
        }
        return new Form(DataType.UINT8, ZERO, attributes);
    }

    private static ObjectNode named(String type, String longName) {
        return Json.object().put("dtype", type).put("long_name", longName);
    }

    private static ObjectNode packed(ObjectNode attributes) {
        return attributes.put("fill_value", 0).put("valid_min", 1).put("valid_max", MAX_NUMBER);
    }

    /// Numbers from 0 on have these meanings.
    private static ObjectNode values(ObjectNode attributes, List<String> meanings) {
        attributes.set(
                "flag_values",
                Json.numbers(IntStream.range(0, meanings.size()).boxed().toList()));
        attributes.set("flag_meanings", Json.texts(meanings));
        return attributes;
    }
}
