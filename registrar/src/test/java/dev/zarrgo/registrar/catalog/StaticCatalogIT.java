package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.registrar.stac.StacCollection;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.JavaProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Catalogues of files that several processes write.
@DisplayName("P85: several processes write one collection, and lose neither an item nor an extent")
class StaticCatalogIT {

    private static final String COLLECTION = "sentinel-2-l2a";
    private static final int WRITERS = 4;
    private static final int ITEMS = 6;

    @Test
    void inAFolder(@TempDir Path folder) {
        writeAndCheck(folder.resolve("catalog").toString());
    }

    @Test
    @EnabledIfSet({"ZARRGO_S3_BUCKET", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"})
    void inABucket() {
        writeAndCheck("s3://%s/catalogs/%s".formatted(System.getenv("ZARRGO_S3_BUCKET"), UUID.randomUUID()));
    }

    private static void writeAndCheck(String root) {
        try (var catalog = new StaticCatalog(Stores.writable(Location.parse(root)))) {
            catalog.put(CollectionTemplates.of(COLLECTION, PgStacIT.item(COLLECTION, WRITERS * ITEMS / 2)));
            var program = new JavaProgram(
                    List.of(),
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    ItemWriter.class.getName(),
                    List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                    Map.of());
            List<Integer> writers = IntStream.range(0, WRITERS).boxed().toList();
            Tasks.forEach(writers, WRITERS, writer -> {
                var ended = program.run(root, COLLECTION, writer * ITEMS, (writer + 1) * ITEMS);
                assertThat(ended.exitCode()).as(ended.err()).isZero();
            });
            StacCollection written = catalog.requireCollection(COLLECTION);
            assertThat(catalog.search(ItemQuery.of(COLLECTION))).hasSize(WRITERS * ITEMS);
            assertThat(written.document().path("links").findValuesAsText("rel"))
                    .filteredOn("item"::equals)
                    .hasSize(WRITERS * ITEMS);
            for (int i = 0; i < WRITERS * ITEMS; i++) {
                assertThat(written.covers(PgStacIT.item(COLLECTION, i)))
                        .as("item " + i)
                        .isTrue();
            }
        }
    }
}
