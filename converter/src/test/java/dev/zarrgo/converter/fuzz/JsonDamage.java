package dev.zarrgo.converter.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Damages a JSON document and leaves it JSON, as a rule: members vanish, move, change their type, or
/// become numbers and texts that nobody expects.
final class JsonDamage {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final String[] LITERALS = {
        "null",
        "true",
        "false",
        "{}",
        "[]",
        "0",
        "-0.0",
        "1",
        "-1",
        "0.5",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "123456789012345678901234567890",
        "1e308",
        "1e309",
        "-1e400",
        "1e-400",
        "1E+999999999",
        "1e-999999999",
        "NaN",
        "Infinity",
        "-Infinity",
        "[0]",
        "[1, 1]",
        "[2147483647, 2147483647, 2147483647]",
        "[2147483647, 2147483647, 0]",
        "[2147483647, 2147483647, 2147483647, 0]",
        "[2147483647, 2147483647, 2147483647, 2147483647, 0]",
        "[1, 2147483647]",
        "[2147483647, 1]",
        "[0, 0]",
        "{\"name\": \"bytes\"}",
        "[{}]",
        "\"\""
    };

    private static final String[] CODECS = {
        "{\"name\": \"crc32c\"}",
        "{\"name\": \"transpose\", \"configuration\": {\"order\": [0, 1]}}",
        "{\"name\": \"bytes\", \"configuration\": {\"endian\": \"big\"}}",
        "{\"name\": \"scale_offset\", \"configuration\": {\"scale\": 2, \"offset\": -1}}",
        "{\"name\": \"cast_value\", \"configuration\": {\"data_type\": \"uint8\"}}",
        "{\"name\": \"cast_value\", \"configuration\": {\"data_type\": \"complex64\"}}",
        "{\"name\": \"cast_value\", \"configuration\": {\"data_type\": \"float64\"}}",
        "{\"name\": \"cast_value\", \"configuration\":"
                + " {\"data_type\": \"uint16\", \"scalar_map\": {\"decode\": [[70000, \"NaN\"]]}}}",
        "{\"name\": \"zstd\", \"configuration\": {\"level\": 99}}",
        "{\"name\": \"gzip\"}",
        "{\"name\": \"sharding_indexed\", \"configuration\": {\"chunk_shape\": [1],"
                + " \"codecs\": [{\"name\": \"bytes\"}], \"index_codecs\": [{\"name\": \"bytes\"}]}}"
    };

    private static final String[] TEXTS = {
        "NaN",
        "..",
        ".",
        "/",
        "//",
        "../../etc/passwd",
        "zarr.json",
        " ",
        "0x7fc00000",
        "AAAAAAAA+H8=",
        "%s%n%d",
        "\u0000",
        "\n\t\r",
        "grün/ß/漢字",
        "\uD83D\uDEF0",
        "\uD800",
        "\u202Eabc",
        "\u0130\u0131",
        "<f8",
        ">u2",
        "|b1",
        "<U65537",
        "|S999999",
        "<M8[ns]",
        "null",
        "EPSG:99999",
        "EPSG:4326",
        "S01SIWGRD",
        "big",
        "sharding_indexed",
        "transpose",
        "crc32c",
        "gzip",
        "zstd",
        "blosc",
        "cast_value",
        "scale_offset",
        "group",
        "array"
    };

    /// Members that decide how an array is read.
    private static final Set<String> STRUCTURE = Set.of(
            "shape",
            "chunks",
            "chunk_shape",
            "chunk_grid",
            "chunk_key_encoding",
            "dimension_separator",
            "separator",
            "dtype",
            "data_type",
            "length_bytes",
            "fill_value",
            "codecs",
            "index_codecs",
            "index_location",
            "compressor",
            "filters",
            "order",
            "zarr_format",
            "node_type",
            "dimension_names",
            "_ARRAY_DIMENSIONS",
            "configuration",
            "name",
            "id");

    /// Where a value stands: a member of an object, or an item of a list.
    private record Place(JsonNode parent, String name, int index) {

        JsonNode value() {
            return parent.isObject() ? parent.get(name) : parent.get(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            } else if (parent instanceof ArrayNode list) {
                list.set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            } else if (parent instanceof ArrayNode list) {
                list.remove(index);
            }
        }
    }

    private JsonDamage() {}

    /// Damages a copy of `document` in one to three places; one time in eight also its text.
    static byte[] of(JsonNode document, Random random) {
        JsonNode damaged = document.deepCopy();
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            List<Place> places = places(damaged);
            if (!places.isEmpty()) {
                damage(place(places, random), places, random);
            }
        }
        byte[] text = text(damaged);
        return random.nextInt(8) == 0 ? Damage.any(text, text(document), random) : text;
    }

    static byte[] text(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Place> places(JsonNode document) {
        var places = new ArrayList<Place>();
        collect(document, places);
        return places;
    }

    /// Half of the time one that decides how an array is read.
    private static Place place(List<Place> places, Random random) {
        List<Place> structure = places.stream()
                .filter(place -> STRUCTURE.contains(place.name()))
                .toList();
        List<Place> choice = structure.isEmpty() || random.nextBoolean() ? places : structure;
        return choice.get(random.nextInt(choice.size()));
    }

    private static void collect(JsonNode node, List<Place> places) {
        node.properties().forEach(member -> places.add(new Place(node, member.getKey(), 0)));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(node, "", i));
        }
        node.forEach(child -> collect(child, places));
    }

    private static void damage(Place place, List<Place> places, Random random) {
        JsonNode value = place.value();
        switch (random.nextInt(11)) {
            case 0 -> place.remove();
            case 1, 2, 3 -> place.set(raw(LITERALS[random.nextInt(LITERALS.length)]));
            case 4, 5 -> place.set(text(random));
            case 6 -> place.set(near(value, random));
            case 7 ->
                place.set(places.get(random.nextInt(places.size())).value().deepCopy());
            case 8 -> rename(place, random);
            case 9 -> insert(place, random);
            default -> nestOrRepeat(place, random);
        }
    }

    private static JsonNode raw(String text) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(text));
    }

    private static JsonNode text(Random random) {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return JsonNodeFactory.instance.textNode(random.nextInt(20) == 0 ? text.repeat(3000) : text);
    }

    /// A number beside the one that is there; another text of the same letters.
    private static JsonNode near(JsonNode value, Random random) {
        if (value.isIntegralNumber()) {
            return JsonNodeFactory.instance.numberNode(Damage.extreme(value.longValue(), 1000, random));
        }
        if (value.isNumber()) {
            return raw(value.asText() + (random.nextBoolean() ? "1" : "e5"));
        }
        if (value.isTextual() && !value.asText().isEmpty()) {
            var letters = new StringBuilder(value.asText());
            int at = random.nextInt(letters.length());
            letters.setCharAt(at, (char) (letters.charAt(at) ^ 1 << random.nextInt(6)));
            return JsonNodeFactory.instance.textNode(letters.toString());
        }
        return raw(random.nextBoolean() ? "[" + text(value).length + "]" : "null");
    }

    private static void rename(Place place, Random random) {
        if (place.parent() instanceof ObjectNode object) {
            JsonNode value = place.value();
            boolean twice = random.nextInt(4) == 0;
            if (!twice) {
                object.remove(place.name());
            }
            object.set(renamed(place.name(), random), value);
        }
    }

    private static String renamed(String name, Random random) {
        String text = TEXTS[random.nextInt(TEXTS.length)];
        return switch (random.nextInt(5)) {
            case 0 -> text;
            case 1 -> name + "/x";
            case 2 -> "a/".repeat(40) + name;
            case 3 -> name.replaceFirst("^[^/]*", "x".repeat(300));
            default -> {
                // Another segment, as the documents of Zarr v2 name their nodes.
                String[] segments = name.split("/", -1);
                segments[random.nextInt(segments.length)] = text;
                yield String.join("/", segments);
            }
        };
    }

    /// One more item in the list that the place is in, or is: half of the time a codec.
    private static void insert(Place place, Random random) {
        JsonNode list = place.value().isArray() ? place.value() : place.parent();
        String[] choice = random.nextBoolean() ? CODECS : LITERALS;
        if (list instanceof ArrayNode items) {
            items.insert(random.nextInt(items.size() + 1), raw(choice[random.nextInt(choice.length)]));
        }
    }

    private static void nestOrRepeat(Place place, Random random) {
        JsonNode value = place.value();
        if (random.nextBoolean()) {
            int depth = new int[] {1, 40, 900, 1100, 20_000}[random.nextInt(5)];
            boolean lists = random.nextBoolean();
            place.set(raw((lists ? "[" : "{\"a\":").repeat(depth) + "0" + (lists ? "]" : "}").repeat(depth)));
        } else {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            int times = random.nextInt(3) == 0 ? 2000 : 3;
            JsonNode item = times > 3 && text(value).length > 100 ? raw("1") : value;
            for (int i = 0; i < times; i++) {
                list.add(item.deepCopy());
            }
            place.set(list);
        }
    }
}
