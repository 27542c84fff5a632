package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Codecs as metadata documents write them.
final class CodecJson {

    private CodecJson() {}

    /// The `codecs` member of a v3 array or shard.
    static List<Codec> parse(JsonNode codecs) {
        if (!codecs.isArray()) {
            throw MetadataException.wrong("codecs are no list");
        }
        var parsed = new ArrayList<Codec>();
        for (JsonNode codec : codecs) {
            parsed.add(parseOne(codec));
        }
        return parsed;
    }

    private static Codec parseOne(JsonNode codec) {
        String name = codec.isTextual() ? codec.asText() : codec.path("name").asText();
        JsonNode settings = codec.path("configuration");
        return switch (name) {
            case "bytes" ->
                new Codec.Bytes(
                        settings.path("endian").asText("little").equals("big")
                                ? Codec.Endian.BIG
                                : Codec.Endian.LITTLE);
            case "blosc" ->
                new Codec.Blosc(
                        settings.path("cname").asText(),
                        settings.path("clevel").asInt(),
                        shuffle(settings.path("shuffle").asText("noshuffle")),
                        settings.path("typesize").asInt(1),
                        settings.path("blocksize").asInt());
            case "zstd" ->
                new Codec.Zstd(
                        settings.path("level").asInt(),
                        settings.path("checksum").asBoolean());
            case "gzip" -> new Codec.Gzip(settings.path("level").asInt());
            case "crc32c" -> new Codec.Crc32c();
            case "transpose" -> transpose(settings.path("order"));
            case "sharding_indexed" ->
                new Codec.Sharding(
                        integers(settings.path("chunk_shape")),
                        parse(settings.path("codecs")),
                        parse(settings.path("index_codecs")),
                        isAtEnd(settings.path("index_location").asText("end")));
            case "scale_offset" ->
                new Codec.ScaleOffset(
                        settings.path("scale").asDouble(1),
                        settings.path("offset").asDouble());
            case "cast_value" -> castValue(settings);
            default -> throw MetadataException.unsupported("codec '%s' is not supported".formatted(name));
        };
    }

    private static boolean isAtEnd(String location) {
        return switch (location) {
            case "end" -> true;
            case "start" -> false;
            default -> throw MetadataException.wrong("'%s' is no place for a shard index".formatted(location));
        };
    }

    private static Codec castValue(JsonNode settings) {
        String name = settings.path("data_type").asText();
        DataType stored = DataType.named(name)
                .filter(DataType::isInteger)
                .orElseThrow(() -> MetadataException.unsupported("casting to '%s' is not supported".formatted(name)));
        JsonNode nodata = settings.path("scalar_map").path("decode").path(0).path(0);
        if (!nodata.isNumber()) {
            return new Codec.CastValue(stored, Optional.empty());
        }
        Optional<Long> number = FillValues.exactInteger(nodata).filter(value -> FillValues.fits(stored, value));
        if (number.isEmpty()) {
            throw MetadataException.wrong("%s is no %s to stand for NaN".formatted(nodata, stored.zarrName()));
        }
        return new Codec.CastValue(stored, number);
    }

    private static Codec transpose(JsonNode order) {
        var transpose = new Codec.Transpose(integers(order));
        if (!transpose.isIdentity()) {
            throw MetadataException.unsupported("transposing axes to %s is not supported".formatted(order));
        }
        return transpose;
    }

    private static Codec.Shuffle shuffle(String name) {
        for (Codec.Shuffle shuffle : Codec.Shuffle.values()) {
            if (shuffle.zarrName().equals(name)) {
                return shuffle;
            }
        }
        throw MetadataException.wrong("'%s' is no shuffle of blosc".formatted(name));
    }

    private static Codec.Shuffle shuffleV2(int code) {
        return switch (code) {
            case 1 -> Codec.Shuffle.BYTE;
            case 2 -> Codec.Shuffle.BIT;
            default -> Codec.Shuffle.NONE;
        };
    }

    /// The `compressor` member of a v2 array.
    static List<Codec> parseV2(JsonNode compressor, Codec.Endian endian) {
        var codecs = new ArrayList<Codec>();
        codecs.add(new Codec.Bytes(endian));
        if (compressor.isNull() || compressor.isMissingNode()) {
            return codecs;
        }
        String id = compressor.path("id").asText();
        int level = compressor.path("level").asInt();
        codecs.add(
                switch (id) {
                    case "blosc" ->
                        new Codec.Blosc(
                                compressor.path("cname").asText(),
                                compressor.path("clevel").asInt(),
                                shuffleV2(compressor.path("shuffle").asInt()),
                                1,
                                compressor.path("blocksize").asInt());
                    case "zstd" -> new Codec.Zstd(level, false);
                    case "gzip" -> new Codec.Gzip(level);
                    case "zlib" -> new Codec.Zlib(level);
                    default -> throw MetadataException.unsupported("compressor '%s' is not supported".formatted(id));
                });
        return codecs;
    }

    static ArrayNode write(List<Codec> codecs, DataType type) {
        ArrayNode list = Json.array();
        codecs.forEach(codec -> list.add(write(codec, type)));
        return list;
    }

    private static ObjectNode write(Codec codec, DataType type) {
        ObjectNode document = Json.object().put("name", codec.zarrName());
        ObjectNode settings = Json.object();
        switch (codec) {
            case Codec.Bytes bytes -> {
                if (type.wordBytes() > 1) {
                    settings.put("endian", bytes.endian() == Codec.Endian.BIG ? "big" : "little");
                }
            }
            case Codec.Blosc blosc ->
                settings.put("cname", blosc.compressor())
                        .put("clevel", blosc.level())
                        .put("shuffle", blosc.shuffle().zarrName())
                        .put("typesize", blosc.typeBytes())
                        .put("blocksize", blosc.blockBytes());
            case Codec.Zstd zstd -> settings.put("level", zstd.level()).put("checksum", zstd.checksum());
            case Codec.Gzip gzip -> settings.put("level", gzip.level());
            case Codec.Zlib zlib -> settings.put("level", zlib.level());
            case Codec.Crc32c _ -> {}
            case Codec.Transpose transpose -> settings.set("order", Json.numbers(transpose.order()));
            case Codec.Sharding sharding -> {
                settings.set("chunk_shape", Json.numbers(sharding.chunkShape()));
                settings.set("codecs", write(sharding.codecs(), type));
                settings.set("index_codecs", write(sharding.indexCodecs(), DataType.INT64));
                settings.put("index_location", sharding.indexAtEnd() ? "end" : "start");
            }
            case Codec.ScaleOffset scaleOffset ->
                settings.put("offset", scaleOffset.offset()).put("scale", scaleOffset.scale());
            case Codec.CastValue cast -> {
                settings.put("data_type", cast.storedType().zarrName());
                cast.nodata().ifPresent(nodata -> {
                    ObjectNode map = settings.putObject("scalar_map");
                    map.putArray("encode").addArray().add("NaN").add(nodata);
                    map.putArray("decode").addArray().add(nodata).add("NaN");
                });
            }
        }
        if (!settings.isEmpty()) {
            document.set("configuration", settings);
        }
        return document;
    }

    static List<Integer> integers(JsonNode list) {
        if (!list.isArray()) {
            throw MetadataException.wrong("'%s' is no list of integers".formatted(list));
        }
        var integers = new ArrayList<Integer>();
        for (JsonNode item : list) {
            if (!item.isIntegralNumber() || !item.canConvertToInt() || item.intValue() < 0) {
                throw MetadataException.wrong("'%s' is no size".formatted(item));
            }
            integers.add(item.intValue());
        }
        return integers;
    }
}
