package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hierarchies in archives (rule I1): stored and deflated entries, at the top and in a folder, whole and
/// broken.
class ZipStoreTest {

    private static final int FLIPS = 2000;

    private static byte[] zip(Map<String, byte[]> objects, int method, String root) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            if (!root.isEmpty()) {
                zip.putNextEntry(new ZipEntry(root));
            }
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                var entry = new ZipEntry(root + object.getKey());
                entry.setMethod(method);
                var crc = new CRC32();
                crc.update(object.getValue());
                entry.setSize(object.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(object.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Store open(byte[] archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        return Stores.open(Location.of(Files.write(folder.resolve("product.zarr.zip"), archive)));
    }

    @Nested
    class StoredEntries extends StoreContract {
        @Override
        Store filled(Map<String, byte[]> objects, Path folder) throws IOException {
            return open(zip(objects, ZipEntry.STORED, ""), folder);
        }
    }

    @Nested
    class DeflatedEntries extends StoreContract {
        @Override
        Store filled(Map<String, byte[]> objects, Path folder) throws IOException {
            return open(zip(objects, ZipEntry.DEFLATED, ""), folder);
        }
    }

    @Nested
    class EntriesInAFolder extends StoreContract {
        @Override
        Store filled(Map<String, byte[]> objects, Path folder) throws IOException {
            return open(zip(objects, ZipEntry.DEFLATED, "S2A_product.zarr/"), folder);
        }
    }

    private static final Map<String, byte[]> SMALL =
            Map.of("zarr.json", StoreContract.bytes("{}"), "a/c/0", StoreContract.noise(300));

    @Test
    void folderWithAnotherNameIsAGroup(@TempDir Path folder) throws IOException {
        try (Store store = open(zip(SMALL, ZipEntry.DEFLATED, "measurements/"), folder)) {
            assertThat(store.list("")).contains(List.of("measurements"));
            assertThat(StoreContract.text(store, "measurements/zarr.json")).contains("{}");
        }
    }

    @Test
    void twoFoldersAreGroupsWhateverTheirNames(@TempDir Path folder) throws IOException {
        var objects =
                Map.of("a.zarr/zarr.json", StoreContract.bytes("a"), "b.zarr/zarr.json", StoreContract.bytes("b"));
        try (Store store = open(zip(objects, ZipEntry.DEFLATED, ""), folder)) {
            assertThat(store.list("")).contains(List.of("a.zarr", "b.zarr"));
        }
    }

    @Test
    void truncatedArchiveIsRefused(@TempDir Path folder) throws IOException {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            byte[] whole = zip(SMALL, method, "");
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> open(part, folder))
                        .as("%d of %d bytes", length, whole.length)
                        .isInstanceOfSatisfying(
                                UnusableSourceException.class,
                                failure -> assertThat(ExitCode.of(failure)).isEqualTo(65));
            }
        }
    }

    /// What is stored as it is has no other protection.
    @Test
    void wrongChecksumOfAnEntryIsRefused(@TempDir Path folder) throws IOException {
        byte[] archive = zip(SMALL, ZipEntry.STORED, "");
        byte[] noise = StoreContract.noise(300);
        archive[indexOf(archive, noise) + 100] ^= 1;
        try (Store store = open(archive, folder)) {
            assertThatThrownBy(() -> store.read("a/c/0", 10_000))
                    .isInstanceOf(UnusableSourceException.class)
                    .hasMessageContaining("a/c/0")
                    .hasMessageContaining("checksum");
            assertThat(StoreContract.text(store, "zarr.json")).contains("{}");
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("not in it");
    }

    @Test
    void damagedArchiveIsRefusedOrReadsAsSomething(@TempDir Path folder) throws IOException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        byte[][] archives = {
            zip(SMALL, ZipEntry.STORED, ""), zip(SMALL, ZipEntry.DEFLATED, "x.zarr/"),
        };
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = archives[i % 2].clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try (Store store = open(damaged, folder)) {
                for (String name : store.list("").orElseThrow()) {
                    store.list(name);
                }
                for (String key : SMALL.keySet()) {
                    Optional<byte[]> content = store.read(key, 10_000);
                    assertThat(content.map(bytes -> bytes.length).orElse(0)).isLessThanOrEqualTo(10_000);
                }
            } catch (UnusableSourceException | EndOfObjectException refused) {
                assertThat(refused).message().isNotBlank();
            } catch (RuntimeException unexpected) {
                throw new AssertionError("seed %d, flip %d".formatted(seed, i), unexpected);
            }
        }
    }
}
