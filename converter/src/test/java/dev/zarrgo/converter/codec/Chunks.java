package dev.zarrgo.converter.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Chunks that numcodecs wrote, and what is in them: the Java side of `chunk_makers.py`.
public final class Chunks {

    private Chunks() {}

    /// A chunk and its description.
    ///
    /// @param typeBytes bytes of an element
    public record Chunk(
            String name, String pattern, int elements, int typeBytes, List<Codec> codecs, ByteBuffer encoded) {

        public DataType type() {
            return new DataType(typeBytes == 16 ? DataType.Kind.COMPLEX : DataType.Kind.UINT, typeBytes);
        }

        public byte[] bytes() {
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(encoded.position(), bytes);
            return bytes;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// The recorded ones, made by `make_chunks.py`.
    public static List<Chunk> recorded() {
        try {
            return read(Path.of(Objects.requireNonNull(Chunks.class.getResource("chunks.json"))
                            .toURI()
                            .getPath())
                    .resolveSibling(""));
        } catch (URISyntaxException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// Those in `chunks.bin` and `chunks.json` of a folder.
    static List<Chunk> read(Path folder) {
        try {
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("chunks.bin")));
            var chunks = new ArrayList<Chunk>();
            for (JsonNode entry :
                    new ObjectMapper().readTree(folder.resolve("chunks.json").toFile())) {
                int offset = entry.path("offset").intValue();
                chunks.add(new Chunk(
                        entry.path("name").asText(),
                        entry.path("pattern").asText(),
                        entry.path("elements").intValue(),
                        entry.path("typeBytes").intValue(),
                        codecs(entry),
                        content.slice(offset, entry.path("length").intValue())));
            }
            return chunks;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Codec> codecs(JsonNode entry) {
        var codecs = new ArrayList<Codec>();
        codecs.add(
                new Codec.Bytes(entry.path("endian").asText().equals("big") ? Codec.Endian.BIG : Codec.Endian.LITTLE));
        for (JsonNode name : entry.path("codecs")) {
            codecs.add(codec(name.asText()));
        }
        return codecs;
    }

    static Codec codec(String name) {
        return switch (name) {
            case "blosc" -> new Codec.Blosc("", 0, Codec.Shuffle.NONE, 1, 0);
            case "zstd" -> new Codec.Zstd(0, false);
            case "gzip" -> new Codec.Gzip(0);
            case "zlib" -> new Codec.Zlib(0);
            case "crc32c" -> new Codec.Crc32c();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /// The elements of a chunk, one array per byte of an element.
    public static byte[][] planes(Chunk chunk) {
        byte[][] planes = new byte[chunk.typeBytes()][chunk.elements()];
        for (int i = 0; i < chunk.elements(); i++) {
            long value = value(chunk.pattern(), i);
            for (int b = 0; b < chunk.typeBytes(); b++) {
                planes[b][i] = (byte) (value >>> (8 * (b % Long.BYTES)));
            }
        }
        return planes;
    }

    private static long value(String pattern, int i) {
        return switch (pattern) {
            case "noise" -> mixed(i);
            case "wave" -> 1000 + (mixed(i) & 15) + (i >> 5);
            case "sparse" -> i % 97 == 0 ? 5 : 0;
            case "constant" -> 7;
            case "repeat" -> mixed(i % 9000);
            default -> throw new IllegalArgumentException(pattern);
        };
    }

    /// The output function of SplitMix64.
    private static long mixed(long i) {
        long z = (i + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// Decodes a chunk in one go.
    static byte[][] decode(ChunkBytes bytes, List<Codec> codecs, DataType type, int elements, DecodeScratch scratch) {
        var planes = new Planes(type.bytes(), elements).reshape(1, elements);
        try (ChunkCursor cursor = ChunkCursor.open(bytes, codecs, type, elements, scratch)) {
            cursor.read(elements, planes, 0, scratch);
            cursor.finish();
        }
        return arrays(planes);
    }

    static byte[][] decode(Chunk chunk, DecodeScratch scratch) {
        return decode(ChunkBytes.of(chunk.bytes()), chunk.codecs(), chunk.type(), chunk.elements(), scratch);
    }

    static byte[][] arrays(Planes planes) {
        byte[][] arrays = new byte[planes.typeBytes()][];
        for (int b = 0; b < arrays.length; b++) {
            arrays[b] = planes.plane(b);
        }
        return arrays;
    }
}
