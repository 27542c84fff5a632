package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DataType.Kind;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.store.ObjectReader;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.testkit.ZarrFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Metadata of Zarr v2 and v3, consolidated and not, right and wrong (rules I5, I8).
class HierarchyReaderTest {

    private static final String V2_ARRAY = "{'zarr_format': 2, 'shape': [10, 20], 'chunks': [4, 5], 'dtype': '<u2',"
            + " 'fill_value': 0, 'order': 'C', 'filters': null, 'dimension_separator': '.', 'compressor':"
            + " {'id': 'blosc', 'cname': 'zstd', 'clevel': 3, 'shuffle': 2, 'blocksize': 0}}";

    private static final String V3_ARRAY =
            "{'zarr_format': 3, 'node_type': 'array', 'shape': [10, 20], 'data_type': 'uint16', 'chunk_grid':"
                    + " {'name': 'regular', 'configuration': {'chunk_shape': [4, 5]}}, 'chunk_key_encoding':"
                    + " {'name': 'default', 'configuration': {'separator': '/'}}, 'fill_value': 0, 'codecs':"
                    + " [{'name': 'bytes', 'configuration': {'endian': 'little'}}, {'name': 'zstd',"
                    + " 'configuration': {'level': 0, 'checksum': false}}], 'dimension_names': ['y', 'x'],"
                    + " 'attributes': {'a': 1}, 'storage_transformers': []}";

    private static final String SHARDED = "[{'name': 'sharding_indexed', 'configuration': {'chunk_shape': [2, 5],"
            + " 'codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}], 'index_codecs':"
            + " [{'name': 'bytes', 'configuration': {'endian': 'little'}}, {'name': 'crc32c'}],"
            + " 'index_location': 'end'}}]";

    private static Hierarchy read(ZarrFolder folder) {
        return HierarchyReader.read(MemoryStore.of(folder.objects()));
    }

    private static ArrayMetadata arrayV2(String document) {
        return read(ZarrFolder.v2().document("a/.zarray", document)).array("a").orElseThrow();
    }

    private static ArrayMetadata arrayV3(String document) {
        return read(ZarrFolder.v3().document("a/zarr.json", document))
                .array("a")
                .orElseThrow();
    }

    private static void assertRefused(FailureCode code, String inMessage, ZarrFolder folder) {
        assertThatThrownBy(() -> read(folder)).isInstanceOfSatisfying(UnusableSourceException.class, failure -> {
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(inMessage);
        });
    }

    // --- the four ways to the same hierarchy

    private static ZarrFolder productV2() {
        return ZarrFolder.v2()
                .document(".zattrs", "{'title': 'root'}")
                .groupV2("measurements")
                .groupV2("measurements/r10m")
                .document("measurements/r10m/b02/.zarray", V2_ARRAY)
                .document("measurements/r10m/b02/.zattrs", "{'_ARRAY_DIMENSIONS': ['y', 'x'], 'a': 1}")
                .object("measurements/r10m/b02/0.0", (byte) 1)
                .groupV2("empty")
                .document("top/.zarray", V2_ARRAY);
    }

    private static ZarrFolder productV3() {
        return ZarrFolder.empty()
                .document("zarr.json", "{'zarr_format': 3, 'node_type': 'group', 'attributes': {'title': 'root'}}")
                .groupV3("measurements")
                .groupV3("measurements/r10m")
                .document("measurements/r10m/b02/zarr.json", V3_ARRAY)
                .object("measurements/r10m/b02/c/0/0", (byte) 1)
                .groupV3("empty")
                .document("top/zarr.json", V3_ARRAY);
    }

    private static ZarrFolder consolidatedV3() {
        String metadata = productV3().objects().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/zarr.json"))
                .map(entry -> "'%s': %s"
                        .formatted(
                                entry.getKey().replace("/zarr.json", ""),
                                new String(entry.getValue(), StandardCharsets.UTF_8)))
                .collect(Collectors.joining(", "));
        return productV3()
                .document(
                        "zarr.json",
                        "{'zarr_format': 3, 'node_type': 'group', 'attributes': {'title': 'root'},"
                                + " 'consolidated_metadata': {'kind': 'inline', 'must_understand': false,"
                                + " 'metadata': {" + metadata + "}}}");
    }

    private static void assertIsTheProduct(Hierarchy hierarchy) {
        assertThat(hierarchy.nodes().keySet())
                .containsExactly("", "empty", "measurements", "measurements/r10m", "measurements/r10m/b02", "top");
        assertThat(hierarchy.root().attributes().path("title").asText()).isEqualTo("root");
        ArrayMetadata band = hierarchy.array("measurements/r10m/b02").orElseThrow();
        assertThat(band.shape()).containsExactly(10, 20);
        assertThat(band.chunkShape()).containsExactly(4, 5);
        assertThat(band.type()).isEqualTo(DataType.UINT16);
        assertThat(band.dimensionNames()).containsExactly("y", "x");
        assertThat(band.attributes().path("a").intValue()).isEqualTo(1);
    }

    @Test
    void allFormsOfAProductAreTheSameHierarchy(@TempDir Path folder) throws IOException {
        for (ZarrFolder product : List.of(productV2(), productV2().consolidatedV2(), productV3(), consolidatedV3())) {
            assertIsTheProduct(read(product));
            Path written = product.writeTo(Files.createTempDirectory(folder, "product"));
            try (Store store = Stores.open(Location.of(written))) {
                assertIsTheProduct(HierarchyReader.read(store));
            }
        }
        assertThat(read(productV2()).array("top").orElseThrow().zarrFormat()).isEqualTo(2);
        assertThat(read(productV3()).array("top").orElseThrow().zarrFormat()).isEqualTo(3);
    }

    /// A store that gives objects and no names, like HTTP (rule I5).
    private static Store notListable(ZarrFolder folder) {
        MemoryStore store = MemoryStore.of(folder.objects());
        return new Store() {
            @Override
            public Location location() {
                return store.location();
            }

            @Override
            public Optional<ObjectReader> open(String key) {
                return store.open(key);
            }

            @Override
            public Optional<List<String>> list(String prefix) {
                return Optional.empty();
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    @Test
    void withoutListingConsolidatedMetadataIsEnoughAndNeeded() {
        assertIsTheProduct(HierarchyReader.read(notListable(productV2().consolidatedV2())));
        assertIsTheProduct(HierarchyReader.read(notListable(consolidatedV3())));
        for (ZarrFolder product : List.of(productV2(), productV3())) {
            assertThatThrownBy(() -> HierarchyReader.read(notListable(product)))
                    .isInstanceOfSatisfying(UnusableSourceException.class, failure -> {
                        assertThat(ExitCode.of(failure)).isEqualTo(65);
                        assertThat(failure).hasMessageContaining("consolidated");
                    });
        }
    }

    @Test
    void nothingIsNotFound() {
        assertThatThrownBy(() -> read(ZarrFolder.empty().object("readme.txt", (byte) 'x')))
                .isInstanceOfSatisfying(UnusableSourceException.class, failure -> assertThat(ExitCode.of(failure))
                        .isEqualTo(66));
    }

    @Test
    void groupsThatOnlyAPathNamesAreThere() {
        Hierarchy hierarchy =
                read(ZarrFolder.v2().document("a/b/c/.zarray", V2_ARRAY).consolidatedV2());
        assertThat(hierarchy.nodes().keySet()).containsExactly("", "a", "a/b", "a/b/c");
        assertThat(hierarchy.group("a/b")).isPresent();
    }

    /// Rule R61: products of other content have another digest, in each of the four forms.
    @Test
    void digestIsThatOfTheRootMetadata() {
        for (ZarrFolder product : List.of(productV2(), productV2().consolidatedV2(), productV3(), consolidatedV3())) {
            String digest =
                    HierarchyReader.snapshot(MemoryStore.of(product.objects())).digest();
            assertThat(digest).matches("sha256:[0-9a-f]{64}");
            assertThat(HierarchyReader.snapshot(MemoryStore.of(product.objects()))
                            .digest())
                    .isEqualTo(digest);
            var other = new TreeMap<String, byte[]>();
            product.objects()
                    .forEach((key, content) -> other.put(
                            key,
                            new String(content, StandardCharsets.UTF_8)
                                    .replace("root", "other")
                                    .getBytes(StandardCharsets.UTF_8)));
            assertThat(HierarchyReader.snapshot(MemoryStore.of(other)).digest()).isNotEqualTo(digest);
        }
    }

    // --- arrays of Zarr v2

    @ParameterizedTest
    @CsvSource({
        "|b1, BOOL, 1, LITTLE",
        "|i1, INT, 1, LITTLE",
        "<i2, INT, 2, LITTLE",
        ">i4, INT, 4, BIG",
        "<i8, INT, 8, LITTLE",
        "|u1, UINT, 1, LITTLE",
        ">u2, UINT, 2, BIG",
        "<u4, UINT, 4, LITTLE",
        "<u8, UINT, 8, LITTLE",
        "<f4, FLOAT, 4, LITTLE",
        ">f8, FLOAT, 8, BIG",
        "<c8, COMPLEX, 8, LITTLE",
        ">c16, COMPLEX, 16, BIG",
        "<U7, UTF32, 28, LITTLE",
        ">U3, UTF32, 12, BIG",
        "|S3, ASCII, 3, LITTLE",
    })
    void typesOfVersionTwoAreKnown(String dtype, Kind kind, int bytes, Codec.Endian endian) {
        String fill = kind == Kind.COMPLEX || kind == Kind.BOOL ? "null" : "0";
        ArrayMetadata array =
                arrayV2(V2_ARRAY.replace("<u2", dtype).replace("'fill_value': 0", "'fill_value': " + fill));
        assertThat(array.type()).isEqualTo(new DataType(kind, bytes));
        assertThat(array.codecs().getFirst()).isEqualTo(new Codec.Bytes(endian));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<f2",
                "<f16",
                "<i3",
                "<u16",
                "<M8[ns]",
                "<m8[s]",
                "|O",
                "<U0",
                "|S0",
                "<U99999999",
                "|V4",
                "u2",
                ""
            })
    void otherTypesOfVersionTwoAreNotSupported(String dtype) {
        assertRefused(
                FailureCode.SOURCE_UNSUPPORTED,
                "/a",
                ZarrFolder.v2().document("a/.zarray", V2_ARRAY.replace("<u2", dtype)));
    }

    @Test
    void structuredTypeIsNotSupported() {
        assertRefused(
                FailureCode.SOURCE_UNSUPPORTED,
                "/a",
                ZarrFolder.v2().document("a/.zarray", V2_ARRAY.replace("'<u2'", "[['r', '<i2'], ['i', '<i2']]")));
    }

    @Test
    void compressorsOfVersionTwoAreKnown() {
        String blosc = "{'id': 'blosc', 'cname': 'zstd', 'clevel': 3, 'shuffle': 2, 'blocksize': 0}";
        assertThat(arrayV2(V2_ARRAY).codecs().get(1)).isEqualTo(new Codec.Blosc("zstd", 3, Codec.Shuffle.BIT, 1, 0));
        assertThat(arrayV2(V2_ARRAY.replace(blosc, "null")).codecs()).hasSize(1);
        assertThat(arrayV2(V2_ARRAY.replace(blosc, "{'id': 'zstd', 'level': 3}"))
                        .codecs()
                        .get(1))
                .isEqualTo(new Codec.Zstd(3, false));
        assertThat(arrayV2(V2_ARRAY.replace(blosc, "{'id': 'gzip', 'level': 3}"))
                        .codecs()
                        .get(1))
                .isEqualTo(new Codec.Gzip(3));
        assertThat(arrayV2(V2_ARRAY.replace(blosc, "{'id': 'zlib', 'level': 3}"))
                        .codecs()
                        .get(1))
                .isEqualTo(new Codec.Zlib(3));
        for (String other : List.of("{'id': 'lz4'}", "{'id': 'bz2'}", "{}", "'blosc'")) {
            assertRefused(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "/a",
                    ZarrFolder.v2().document("a/.zarray", V2_ARRAY.replace(blosc, other)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'order': 'C' | 'order': 'F' | SOURCE_UNSUPPORTED",
                "'filters': null | 'filters': [{'id': 'delta'}] | SOURCE_UNSUPPORTED",
                "'zarr_format': 2 | 'zarr_format': 3 | SOURCE_CORRUPT",
                "'shape': [10, 20] | 'shape': [10] | SOURCE_CORRUPT",
                "'shape': [10, 20] | 'shape': [10, -1] | SOURCE_CORRUPT",
                "'shape': [10, 20] | 'shape': [10, 2.5] | SOURCE_CORRUPT",
                "'shape': [10, 20] | 'shape': [10, 3000000000] | SOURCE_CORRUPT",
                "'shape': [10, 20] | 'shape': 10 | SOURCE_CORRUPT",
                "'shape': [10, 20], | | SOURCE_CORRUPT",
                "'chunks': [4, 5] | 'chunks': [4, 0] | SOURCE_CORRUPT",
                "'chunks': [4, 5] | 'chunks': [4] | SOURCE_CORRUPT",
                "'chunks': [4, 5] | 'chunks': [65536, 65536] | SOURCE_UNSUPPORTED",
                "'chunks': [4, 5] | 'chunks': true | SOURCE_CORRUPT",
                "'fill_value': 0 | 'fill_value': 65536 | SOURCE_CORRUPT",
                "'fill_value': 0 | 'fill_value': 'NaN' | SOURCE_CORRUPT",
                "'separator': '.' | 'separator': '-' | SOURCE_UNSUPPORTED",
            })
    void wrongArrayOfVersionTwoIsRefusedByName(String right, String wrong, FailureCode code) {
        String replaced = V2_ARRAY.replace(
                right.replace("'separator'", "'dimension_separator'"),
                wrong == null ? "" : wrong.replace("'separator'", "'dimension_separator'"));
        assertThat(replaced).isNotEqualTo(V2_ARRAY);
        assertRefused(code, "/a", ZarrFolder.v2().document("a/.zarray", replaced));
        assertRefused(
                code, "/a", ZarrFolder.v2().document("a/.zarray", replaced).consolidatedV2());
    }

    @Test
    void memberThatMayBeMissingMayBeMissing() {
        ArrayMetadata array =
                arrayV2("{'zarr_format': 2, 'shape': [], 'chunks': [], 'dtype': '<i8', 'compressor': null}");
        assertThat(array.rank()).isZero();
        assertThat(array.chunkKeys()).isEqualTo(ChunkKeys.V2_DOT);
        JsonNode fill = array.fillValue();
        assertThat(fill == null || fill.isNull()).isTrue();
        assertThat(arrayV2(V2_ARRAY.replace("'dimension_separator': '.'", "'dimension_separator': '/'"))
                        .chunkKeys())
                .isEqualTo(ChunkKeys.V2_SLASH);
        assertThat(arrayV2("{'zarr_format': 2, 'shape': [3], 'chunks': [3], 'dtype': '<i8', 'order': 'F'}")
                        .shape())
                .as("one axis has one order")
                .containsExactly(3);
    }

    // --- arrays of Zarr v3

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bool",
                "int8",
                "int16",
                "int32",
                "int64",
                "uint8",
                "uint16",
                "uint32",
                "uint64",
                "float32",
                "float64",
                "complex64",
                "complex128"
            })
    void typesOfVersionThreeAreKnown(String name) {
        String fill = name.startsWith("complex") ? "[0, 0]" : name.equals("bool") ? "false" : "0";
        ArrayMetadata array = arrayV3(
                V3_ARRAY.replace("'uint16'", "'" + name + "'").replace("'fill_value': 0", "'fill_value': " + fill));
        assertThat(array.type()).isEqualTo(DataType.named(name).orElseThrow());
    }

    @Test
    void textTypesOfVersionThreeAreKnown() {
        String text = V3_ARRAY.replace("'fill_value': 0", "'fill_value': ''");
        assertThat(arrayV3(text.replace(
                                "'uint16'", "{'name': 'fixed_length_utf32', 'configuration': {'length_bytes': 28}}"))
                        .type())
                .isEqualTo(new DataType(Kind.UTF32, 28));
        assertThat(arrayV3(text.replace(
                                "'uint16'", "{'name': 'null_terminated_bytes', 'configuration': {'length_bytes': 3}}"))
                        .type())
                .isEqualTo(new DataType(Kind.ASCII, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'zarr_format': 3 | 'zarr_format': 2 | SOURCE_CORRUPT",
                "'node_type': 'array' | 'node_type': 'table' | SOURCE_CORRUPT",
                "'data_type': 'uint16' | 'data_type': 'float16' | SOURCE_UNSUPPORTED",
                "'data_type': 'uint16' | 'data_type': {'name': 'numpy.datetime64'} | SOURCE_UNSUPPORTED",
                "'data_type': 'uint16' | 'data_type': {'name': 'fixed_length_utf32'} | SOURCE_CORRUPT",
                "'data_type': 'uint16', | | SOURCE_UNSUPPORTED",
                "'regular' | 'rectangular' | SOURCE_UNSUPPORTED",
                "'name': 'default' | 'name': 'suffix' | SOURCE_UNSUPPORTED",
                "'separator': '/' | 'separator': '-' | SOURCE_UNSUPPORTED",
                "'storage_transformers': [] | 'storage_transformers': [{'name': 'x'}] | SOURCE_UNSUPPORTED",
                "'fill_value': 0 | 'fill_value': 'NaN' | SOURCE_CORRUPT",
                "'name': 'zstd' | 'name': 'lz5' | SOURCE_UNSUPPORTED",
                "'name': 'zstd' | 'name': 'numcodecs.delta' | SOURCE_UNSUPPORTED",
                "{'name': 'zstd' | {'name': 'transpose', 'configuration': {'order': [1, 0]}}, {'name': 'zstd'"
                        + " | SOURCE_UNSUPPORTED",
                "{'name': 'zstd' | {'name': 'vlen-utf8'}, {'name': 'zstd' | SOURCE_UNSUPPORTED",
                "{'name': 'bytes', 'configuration': {'endian': 'little'}}, | | SOURCE_CORRUPT",
                "{'name': 'bytes' | {'name': 'crc32c'}, {'name': 'bytes' | SOURCE_CORRUPT",
                "{'name': 'zstd' | {'name': 'bytes'}, {'name': 'zstd' | SOURCE_CORRUPT",
                "'codecs': [{ | 'codecs': [], 'x': [{ | SOURCE_CORRUPT",
                "'codecs': [{ | 'codecs': 'bytes', 'x': [{ | SOURCE_CORRUPT",
                "'codecs': [{ | 'codecs': [{}, { | SOURCE_UNSUPPORTED",
                "[4, 5] | [4] | SOURCE_CORRUPT",
                "[4, 5] | [0, 5] | SOURCE_CORRUPT",
                "[4, 5] | [65536, 65536] | SOURCE_UNSUPPORTED",
                "['y', 'x'] | ['y'] | SOURCE_CORRUPT",
            })
    void wrongArrayOfVersionThreeIsRefusedByName(String right, String wrong, FailureCode code) {
        String replaced = V3_ARRAY.replace(right, wrong == null ? "" : wrong);
        assertThat(replaced).isNotEqualTo(V3_ARRAY);
        assertRefused(code, "/a", ZarrFolder.v3().document("a/zarr.json", replaced));
        assertRefused(
                code,
                "/a",
                ZarrFolder.empty()
                        .document(
                                "zarr.json",
                                "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'metadata':"
                                        + " {'a': " + replaced + "}}}"));
    }

    private static String sharded(String right, String wrong) {
        String codecs =
                V3_ARRAY.substring(V3_ARRAY.indexOf("[{'name': 'bytes'"), V3_ARRAY.indexOf(", 'dimension_names'"));
        String sharded = SHARDED.replace(right, wrong);
        assertThat(right.isEmpty() || !sharded.equals(SHARDED)).isTrue();
        return V3_ARRAY.replace(codecs, sharded);
    }

    @Test
    void shardedArrayIsKnown() {
        ArrayMetadata array = arrayV3(sharded("", ""));
        assertThat(array.chunkShape()).containsExactly(4, 5);
        assertThat(array.innerChunkShape()).containsExactly(2, 5);
        assertThat(array.sharding().orElseThrow().indexAtEnd()).isTrue();
        assertThat(arrayV3(sharded("'end'", "'start'")).sharding().orElseThrow().indexAtEnd())
                .isFalse();
    }

    /// What would otherwise end in a division by zero, or in chunks that are silently missing.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2, 5] | [0, 5] | SOURCE_CORRUPT",
                "[2, 5] | [2] | SOURCE_CORRUPT",
                "[2, 5] | [2, 5, 1] | SOURCE_CORRUPT",
                "[2, 5] | [3, 5] | SOURCE_CORRUPT",
                "[2, 5] | [8, 5] | SOURCE_CORRUPT",
                "'index_location': 'end' | 'index_location': 'middle' | SOURCE_CORRUPT",
                "{'name': 'crc32c'} | {'name': 'zstd'} | SOURCE_UNSUPPORTED",
                "'codecs': [{ | 'codecs': [], 'x': [{ | SOURCE_CORRUPT",
                "'index_codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}} | 'index_codecs':"
                        + " [{'name': 'bytes', 'configuration': {'endian': 'big'}} | SOURCE_UNSUPPORTED",
                "}}] | }}, {'name': 'crc32c'}] | SOURCE_UNSUPPORTED",
            })
    void wrongShardingIsRefused(String right, String wrong, FailureCode code) {
        assertRefused(code, "/a", ZarrFolder.v3().document("a/zarr.json", sharded(right, wrong)));
    }

    @Test
    void shardInAShardIsNotSupported() {
        String nested =
                sharded("'codecs': [{'name': 'bytes', 'configuration': {'endian': 'little'}}]", "'codecs': " + SHARDED);
        assertRefused(FailureCode.SOURCE_UNSUPPORTED, "/a", ZarrFolder.v3().document("a/zarr.json", nested));
    }

    /// Shards are never decoded as a whole, so that theirs is not the size that matters.
    @Test
    void shardMayBeLargerThanAnyChunk() {
        String large = sharded("[2, 5]", "[512, 512]").replace("[4, 5]", "[65536, 65536]");
        assertThat(arrayV3(large).chunkShape()).containsExactly(65536, 65536);
        assertRefused(
                FailureCode.SOURCE_UNSUPPORTED,
                "/a",
                ZarrFolder.v3()
                        .document("a/zarr.json", sharded("[2, 5]", "[1, 1]").replace("[4, 5]", "[65536, 65536]")));
    }

    @Test
    void arrayOfMoreElementsThanCanBeCountedIsRefused() {
        String shape = "'shape': [2000000000, 2000000000, 2000000000]";
        String v2 = V2_ARRAY.replace("'shape': [10, 20]", shape).replace("[4, 5]", "[4, 5, 6]");
        assertRefused(FailureCode.SOURCE_UNSUPPORTED, "/a", ZarrFolder.v2().document("a/.zarray", v2));
        String v3 = V3_ARRAY.replace("'shape': [10, 20]", shape)
                .replace("[4, 5]", "[4, 5, 6]")
                .replace("['y', 'x']", "null");
        assertRefused(FailureCode.SOURCE_UNSUPPORTED, "/a", ZarrFolder.v3().document("a/zarr.json", v3));
    }

    /// An axis without elements does not make the others countable.
    @Test
    void emptyArrayOfGiantAxesIsRefused() {
        String giant = V3_ARRAY.replace("[10, 20]", "[2147483647, 2147483647, 2147483647, 0]")
                .replace("[4, 5]", "[4, 5, 6, 7]")
                .replace("['y', 'x']", "['t', 'z', 'y', 'x']");
        assertRefused(
                FailureCode.SOURCE_UNSUPPORTED, "too large", ZarrFolder.v3().document("a/zarr.json", giant));
    }

    /// Rule R28: NaN is stored as a number, which has to be one of the stored type.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'data_type': 'uint16', 'scalar_map': {'decode': [[70000, 'NaN']]} | SOURCE_CORRUPT",
                "'data_type': 'uint16', 'scalar_map': {'decode': [[0.5, 'NaN']]} | SOURCE_CORRUPT",
                "'data_type': 'int8', 'scalar_map': {'decode': [[1e99, 'NaN']]} | SOURCE_CORRUPT",
                "'data_type': 'complex64' | SOURCE_UNSUPPORTED",
                "'data_type': 'bool' | SOURCE_UNSUPPORTED"
            })
    void castToWhatCannotStandForNanIsRefused(String settings, FailureCode code) {
        String cast = V3_ARRAY.replace(
                "[{'name': 'bytes'", "[{'name': 'cast_value', 'configuration': {" + settings + "}}, {'name': 'bytes'");
        assertThat(cast).isNotEqualTo(V3_ARRAY);
        assertRefused(code, "/a", ZarrFolder.v3().document("a/zarr.json", cast));
    }

    @Test
    void documentsThatAreNoMetadataAreRefused() {
        for (String text : List.of("", "{", "[]", "null", "7", "{}", "{'zarr_format': 3}", "{} {}")) {
            ZarrFolder folder = ZarrFolder.empty().document("zarr.json", text);
            assertThatThrownBy(() -> read(folder)).as(text).isInstanceOf(UnusableSourceException.class);
            ZarrFolder v2 = ZarrFolder.empty().document(".zgroup", text);
            assertThatThrownBy(() -> read(v2)).as(text).isInstanceOf(UnusableSourceException.class);
            ZarrFolder consolidated = ZarrFolder.empty().document(".zmetadata", text);
            assertThatThrownBy(() -> read(consolidated)).as(text).isInstanceOf(UnusableSourceException.class);
        }
        assertRefused(FailureCode.SOURCE_CORRUPT, "root", ZarrFolder.empty().document("zarr.json", V3_ARRAY));
    }

    // --- absurd hierarchies

    private static ZarrFolder withNode(String path) {
        return ZarrFolder.empty()
                .document(
                        "zarr.json",
                        "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'metadata': {'%s':"
                                        .formatted(path)
                                + " {'zarr_format': 3, 'node_type': 'group'}}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x", "a/..", "a//b", "a/", ".", "./a", "a/./b", "//etc"})
    void pathThatLeadsElsewhereIsRefused(String path) {
        assertRefused(FailureCode.SOURCE_CORRUPT, path, withNode(path));
        String v2 = "{'metadata': {'.zgroup': {'zarr_format': 2}, '%s/.zarray': %s}}".formatted(path, V2_ARRAY);
        assertRefused(FailureCode.SOURCE_CORRUPT, path, ZarrFolder.empty().document(".zmetadata", v2));
    }

    /// Neither a file system nor an object store has room for them.
    @Test
    void nameThatNoStoreCanHoldIsRefused() {
        assertThat(read(withNode("ä".repeat(127))).nodes()).hasSize(2);
        for (String name : List.of("ä".repeat(128), "a" + ("/" + "x".repeat(200)).repeat(5), "\\u0000")) {
            assertRefused(FailureCode.SOURCE_CORRUPT, "is no path of a node", withNode(name));
        }
    }

    @Test
    void leadingSlashOfAPathIsTolerated() {
        assertThat(read(withNode("/a")).nodes().keySet()).containsExactly("", "a");
    }

    @Test
    void nodeBelowAnArrayIsRefused() {
        String metadata = "{'a': %s, 'a/b/c': %s}".formatted(V3_ARRAY, V3_ARRAY);
        assertRefused(
                FailureCode.SOURCE_CORRUPT,
                "below an array",
                ZarrFolder.empty()
                        .document(
                                "zarr.json",
                                "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'metadata': "
                                        + metadata + "}}"));
    }

    @Test
    void deepHierarchyIsRefused() {
        String deep = IntStream.range(0, 40).mapToObj(i -> "g").collect(Collectors.joining("/"));
        assertRefused(FailureCode.SOURCE_CORRUPT, "deeper", withNode(deep));
        assertThat(read(withNode(deep.substring(0, 29))).nodes()).hasSize(16);
        ZarrFolder walked = ZarrFolder.v3();
        for (int end = 1; end <= deep.length(); end += 2) {
            walked.groupV3(deep.substring(0, end));
        }
        assertRefused(FailureCode.SOURCE_CORRUPT, "deeper", walked);
    }

    @Test
    void hierarchyOfTooManyNodesIsRefused() {
        String metadata = IntStream.range(0, 100_001)
                .mapToObj(i -> "'g%d': {'zarr_format': 3, 'node_type': 'group'}".formatted(i))
                .collect(Collectors.joining(","));
        assertRefused(
                FailureCode.SOURCE_CORRUPT,
                "more than 100,000",
                ZarrFolder.empty()
                        .document(
                                "zarr.json",
                                "{'zarr_format': 3, 'node_type': 'group', 'consolidated_metadata': {'metadata': {"
                                        + metadata + "}}}"));
    }

    @Test
    void cyclesOfLinksEnd(@TempDir Path folder) throws IOException {
        for (ZarrFolder product : List.of(productV2(), productV3())) {
            Path root = product.writeTo(Files.createTempDirectory(folder, "product"));
            Files.createSymbolicLink(root.resolve("measurements/again"), root);
            Files.createSymbolicLink(root.resolve("measurements/r10m/up"), root.resolve("measurements"));
            Files.createSymbolicLink(root.resolve("self"), Path.of("self"));
            try (Store store = Stores.open(Location.of(root))) {
                Assertions.assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> assertThatThrownBy(() -> HierarchyReader.read(store))
                                .isInstanceOf(UnusableSourceException.class));
            }
        }
    }

    /// Any change of a document, small or large, gives a hierarchy or a refusal.
    @Test
    void damagedDocumentIsRefusedOrReadsAsSomething() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<Map<String, byte[]>> products = List.of(
                productV2().objects(),
                productV2().consolidatedV2().objects(),
                productV3().objects(),
                consolidatedV3().objects(),
                ZarrFolder.v3().document("a/zarr.json", sharded("", "")).objects());
        String[] words = {
            "null",
            "-1",
            "0",
            "1e9",
            "99999999999",
            "1e999999",
            "[]",
            "{}",
            "\"\"",
            "\"NaN\"",
            "NaN",
            "true",
            "[[1]]",
            "2147483647",
            "\"c\""
        };
        for (int i = 0; i < 6000; i++) {
            Map<String, byte[]> product = products.get(random.nextInt(products.size()));
            var objects = new TreeMap<>(product);
            String key = List.copyOf(objects.keySet()).get(random.nextInt(objects.size()));
            String text = new String(objects.get(key), StandardCharsets.UTF_8);
            objects.put(key, damaged(text, words, random).getBytes(StandardCharsets.UTF_8));
            try {
                assertThat(HierarchyReader.read(MemoryStore.of(objects)).root()).isNotNull();
            } catch (UnusableSourceException refused) {
                assertThat(refused).message().isNotBlank();
            } catch (RuntimeException unexpected) {
                throw new AssertionError(
                        "seed %d, change %d: %s"
                                .formatted(seed, i, new String(objects.get(key), StandardCharsets.UTF_8)),
                        unexpected);
            }
        }
    }

    /// Replaces a value or a character, or leaves a part out.
    private static String damaged(String text, String[] words, Random random) {
        List<String> tokens = List.of(text.split("(?<=[:,\\[{} ])|(?=[,\\]} ])", -1));
        return switch (random.nextInt(3)) {
            case 0 -> {
                int at = random.nextInt(text.length());
                yield text.substring(0, at) + (char) random.nextInt(32, 127) + text.substring(at + 1);
            }
            case 1 -> {
                int at = random.nextInt(tokens.size());
                String word = words[random.nextInt(words.length)];
                yield IntStream.range(0, tokens.size())
                        .mapToObj(i -> i == at ? word : tokens.get(i))
                        .collect(Collectors.joining());
            }
            default -> {
                int at = random.nextInt(text.length());
                yield text.substring(0, at) + text.substring(random.nextInt(at, text.length()));
            }
        };
    }

    @Test
    void constantsOfPythonAreRead() {
        Hierarchy hierarchy = read(ZarrFolder.v2()
                .document("a/.zarray", V2_ARRAY.replace("<u2", "<f4").replace("'fill_value': 0", "'fill_value': NaN"))
                .document("a/.zattrs", "{'x': NaN, 'y': -Infinity, 'z': 0.10}"));
        ArrayMetadata array = hierarchy.array("a").orElseThrow();
        assertThat(FillValues.bytes(array.type(), array.fillValue())).isEqualTo(new byte[] {0, 0, (byte) 0xc0, 0x7f});
        JsonNode attributes = array.attributes();
        assertThat(attributes.path("x").doubleValue()).isNaN();
        assertThat(attributes.path("y").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Json.text(attributes.path("z")))
                .as("numbers keep their text")
                .isEqualTo("0.10");
    }
}
