package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.codec.Planes;
import dev.zarrgo.converter.store.CountingStore;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.Oracle;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Arrays that zarr-python wrote, of every type and form of rule I8: recorded ones in archives, and those
/// of an installed oracle in folders. `write_arrays.py` knows the same formula.
class PythonArraysTest {

    @ParameterizedTest
    @ValueSource(strings = {"v2.zarr.zip", "v3.zarr.zip"})
    void recordedArraysAreTheFormula(String name) throws URISyntaxException {
        Path archive = Path.of(
                Objects.requireNonNull(PythonArraysTest.class.getResource(name)).toURI());
        try (Store store = Stores.open(Location.of(archive))) {
            check(store, HierarchyReader.read(store));
        }
    }

    @EnabledIfOracle
    @Test
    void arraysOfTheOracleAreTheFormula(@TempDir Path folder) throws IOException {
        Oracle.installed().run(PythonArraysTest.class, "write_arrays.py", folder);
        for (String name : new String[] {"v2.zarr", "v3.zarr"}) {
            try (Store store = Stores.open(Location.of(folder.resolve(name)))) {
                Hierarchy consolidated = HierarchyReader.read(store);
                check(store, consolidated);
                withoutConsolidation(folder.resolve(name));
                assertThat(HierarchyReader.read(store)).isEqualTo(consolidated);
            }
        }
    }

    private static void withoutConsolidation(Path root) throws IOException {
        Files.deleteIfExists(root.resolve(".zmetadata"));
        Path document = root.resolve("zarr.json");
        if (Files.exists(document)) {
            var group = (ObjectNode) Json.parse(Files.readAllBytes(document));
            group.remove("consolidated_metadata");
            Files.write(document, Json.bytes(group));
        }
    }

    private static void check(Store store, Hierarchy hierarchy) {
        assertThat(hierarchy.arrays()).hasSizeGreaterThan(45);
        assertThat(hierarchy.root().attributes().path("title").asText()).isEqualTo("root");
        assertThat(hierarchy
                        .group("deep/er")
                        .orElseThrow()
                        .attributes()
                        .path("title")
                        .asText())
                .isEqualTo("sub");
        try (var scratch = new DecodeScratch()) {
            hierarchy.arrays().forEach((path, metadata) -> {
                byte[] expected = expected(path, metadata);
                Table table = Table.read(new CountingStore(store), path, metadata, scratch);
                assertThat(table.content()).as(path).isEqualTo(expected);
                if (metadata.rank() == 2) {
                    assertThat(rows(new CountingStore(store), path, metadata, scratch))
                            .as(path)
                            .isEqualTo(expected);
                }
            });
        }
    }

    private static byte[] rows(Store store, String path, ArrayMetadata metadata, DecodeScratch scratch) {
        try (var stream = new RowStream(store, path, metadata)) {
            int size = metadata.type().bytes();
            var planes =
                    new Planes(size, Math.toIntExact(metadata.elements())).reshape(stream.height(), stream.width());
            for (int row = 0; row < stream.height(); ) {
                int rows = Math.min(stream.height() - row, 5);
                stream.read(rows, planes, row, scratch);
                row += rows;
            }
            byte[] content = new byte[Math.toIntExact(metadata.bytes())];
            for (int i = 0; i < content.length; i++) {
                content[i] = planes.plane(i % size)[i / size];
            }
            return content;
        }
    }

    /// Element `i` is `i * 7 + i * i % 13`, in the way of its type.
    private static byte[] expected(String path, ArrayMetadata metadata) {
        DataType type = metadata.type();
        int elements = Math.toIntExact(metadata.elements());
        ByteBuffer content = ByteBuffer.allocate(elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            long n = 7L * i + (long) i * i % 13;
            if (path.startsWith("missing")) {
                int row = i / metadata.shape().get(1);
                n = row >= 8 && row < 16 ? 7 : n;
            }
            byte[] element = new byte[type.bytes()];
            ByteBuffer buffer = ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN);
            switch (type.kind()) {
                case BOOL -> buffer.put((byte) (n % 2));
                case INT, UINT -> {
                    for (int b = 0; b < type.bytes(); b++) {
                        buffer.put((byte) (n >>> (8 * b)));
                    }
                }
                case FLOAT -> put(buffer, type.bytes(), n / 4.0);
                case COMPLEX -> {
                    put(buffer, type.bytes() / 2, n / 4.0);
                    put(buffer, type.bytes() / 2, n + 1.0);
                }
                case UTF32 -> buffer.put(text(n, type.bytes() / 4).getBytes(StandardCharsets.UTF_32LE));
                case ASCII -> buffer.put(text(n, type.bytes()).getBytes(StandardCharsets.US_ASCII));
            }
            content.put(element);
        }
        return content.array();
    }

    private static void put(ByteBuffer buffer, int bytes, double value) {
        if (bytes == Float.BYTES) {
            buffer.putFloat((float) value);
        } else {
            buffer.putDouble(value);
        }
    }

    private static String text(long n, int letters) {
        return "abcdefghij".substring((int) (n % 10), (int) (n % 10) + 1).repeat((int) (n % (letters + 1)));
    }
}
