package dev.zarrgo.converter.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.Fault;
import dev.zarrgo.testkit.FaultyServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plain web servers of several kinds, as sources (rules I1, I3, I5).
class HttpStoreTest {

    /// A store of files behind a server.
    abstract static class Contract extends StoreContract {
        private final List<FaultyServer> servers = new ArrayList<>();

        abstract FaultyServer kind(FaultyServer server);

        @Override
        Store filled(Map<String, byte[]> objects, Path folder) throws IOException {
            Path root = folder.resolve("a b/ü.zarr");
            try (var files = new FileStore(Location.of(root))) {
                objects.forEach((key, content) -> files.put(key, ByteBuffer.wrap(content)));
            }
            FaultyServer server = kind(FaultyServer.of(folder));
            servers.add(server);
            return Stores.open(Location.parse(server.uri() + "/a b/%C3%BC.zarr/"), StoreSettings.DEFAULT);
        }

        @Override
        boolean lists() {
            return false;
        }

        @AfterEach
        void stop() {
            servers.forEach(FaultyServer::close);
        }
    }

    @Nested
    class ServerWithRangesAndTags extends Contract {
        @Override
        FaultyServer kind(FaultyServer server) {
            return server;
        }
    }

    @Nested
    class ServerWithoutTags extends Contract {
        @Override
        FaultyServer kind(FaultyServer server) {
            return server.with(Fault.Plan.always("", new Fault.Tag("")));
        }
    }

    @Nested
    class ServerWithWeakTags extends Contract {
        @Override
        FaultyServer kind(FaultyServer server) {
            return server.with(Fault.Plan.always("", new Fault.Tag("W/\"1\"")));
        }
    }

    @Nested
    class ServerWithoutRanges extends Contract {
        @Override
        FaultyServer kind(FaultyServer server) {
            return server.withoutRanges();
        }
    }

    private static Fault redirect(String where) {
        return new Fault.Answer(302, Map.of("Location", where), "");
    }

    @Test
    void pointersToOtherPlacesAreFollowedWithoutCredentials(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("here"), "text");
        try (FaultyServer other = FaultyServer.of(folder);
                FaultyServer server = FaultyServer.of(folder)) {
            String elsewhere = other.uri().toString().replace("127.0.0.1", "localhost");
            server.with(
                    request -> request.path().contains("moved") ? redirect("/here") : redirect(elsewhere + "/here"));
            String root = server.uri().toString().replace("://", "://user:secret@");
            try (Store store = Stores.open(Location.parse(root), StoreSettings.DEFAULT)) {
                assertThat(StoreContract.text(store, "moved")).contains("text");
            }
            String sent = "Basic " + Base64.getEncoder().encodeToString(StoreContract.bytes("user:secret"));
            assertThat(server.exchanges()).hasSize(2).allSatisfy(exchange -> assertThat(
                            exchange.request().header("authorization"))
                    .isEqualTo(sent));
            assertThat(other.exchanges()).singleElement().satisfies(exchange -> assertThat(
                            exchange.request().headers())
                    .doesNotContainKey("authorization"));
        }
    }
}
