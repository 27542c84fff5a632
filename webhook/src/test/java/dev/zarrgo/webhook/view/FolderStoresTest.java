package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderStoresTest extends StoreReplyContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Override
    ServedStores stores() {
        return new FolderStores(folder);
    }

    @Override
    void write(String key, String content) throws IOException {
        Path file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.writeString(file, content);
    }

    @Test
    void linksThatLeadOutAreNotFollowed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("c/a.zarr/secret"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("c/out.zarr"), outside);
        Files.createSymbolicLink(folder.resolve("c/in.zarr"), folder.resolve("c/a.zarr"));
        assertThat(open("c/a.zarr/secret")).isEmpty();
        assertThat(open("c/out.zarr/secret")).isEmpty();
        try (ServedObject inside = open("c/in.zarr/zarr.json").orElseThrow()) {
            assertThat(inside.size()).isEqualTo(1800);
        }
    }
}
