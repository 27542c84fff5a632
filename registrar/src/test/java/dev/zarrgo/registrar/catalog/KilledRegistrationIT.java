package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.register.RegistrationReport;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a registration before and after each of its calls to the outside, all of them in turn: what it
/// leaves is no item or a whole one, and the next run ends with exactly one.
@DisplayName("P55, P86, X2, X3: killed anywhere, nothing is torn, lost or doubled")
class KilledRegistrationIT {

    private static final int MOST_CALLS = 60;

    private static final Path STORE = SampleStores.of("S2L2A", 2, Encoding.PACKED);

    @Test
    void inACatalogueOfFiles(@TempDir Path work) {
        int calls = killEverywhere(
                run -> work.resolve(run).toString(),
                target -> new StaticCatalog(Stores.writable(Location.parse(target))),
                _ -> "sentinel-2-l2a");
        assertThat(calls).isGreaterThanOrEqualTo(4); // collection, root, item, list of items
        StacOracle.assertValid(work);
    }

    @Test
    @EnabledIfSet("ZARRGO_STAC_API_URL")
    void inAStacApi() {
        String api = System.getenv("ZARRGO_STAC_API_URL");
        int calls = killEverywhere(
                _ -> api, target -> new StacApi(target, Registrations.http()), run -> "sentinel-2-l2a-" + run);
        assertThat(calls).isGreaterThanOrEqualTo(8);
    }

    @Test
    @EnabledIfSet({"ZARRGO_PG_JDBC_URL", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
    void inADatabase() {
        String url = System.getenv("ZARRGO_PG_JDBC_URL");
        int calls = killEverywhere(_ -> url, PgStacIT::connect, run -> "sentinel-2-l2a-" + run);
        assertThat(calls).isGreaterThanOrEqualTo(10);
    }

    /// @param target where a run goes
    /// @param collection of a run
    /// @return how many calls a run makes
    private static int killEverywhere(
            Function<String, String> target, Function<String, Catalog> open, Function<String, String> collection) {
        for (int call = 1; call <= MOST_CALLS; call++) {
            for (String when : List.of("before", "after")) {
                String run = "k" + UUID.randomUUID().toString().substring(0, 8);
                String where = target.apply(run);
                int exit = register(where, collection.apply(run), call, when);
                if (exit == 0) {
                    return call - 1;
                }
                assertThat(exit).as("call %d, %s", call, when).isEqualTo(137);
                try (Catalog catalog = open.apply(where)) {
                    check(catalog, collection.apply(run), "call %d, killed %s".formatted(call, when));
                }
            }
        }
        throw new AssertionError("more than %d calls".formatted(MOST_CALLS));
    }

    private static void check(Catalog catalog, String collection, String what) {
        catalog.item(collection, "PRODUCT").ifPresent(left -> assertWhole(left.item(), what));
        RegistrationReport report =
                Registrations.run(Registrations.request("PRODUCT.zarr", STORE, collection), catalog, Instant.now());
        assertThat(catalog.search(ItemQuery.of(collection))).as(what).hasSize(1);
        Item found = catalog.item(collection, "PRODUCT").orElseThrow().item();
        assertThat(SameItem.difference(found, report.item())).as(what).isEmpty();
        assertThat(catalog.requireCollection(collection).covers(found)).as(what).isTrue();
        assertThat(Files.exists(STORE.resolveSibling("PRODUCT.overview.png"))).isTrue();
    }

    private static void assertWhole(Item item, String what) {
        assertThat(item.assets().has("reflectance")).as(what).isTrue();
        assertThat(item.assets().has("thumbnail")).as(what).isTrue();
        JsonNode updated = item.property("updated");
        assertThat(updated.isTextual()).as(what).isTrue();
    }

    private static int register(String target, String collection, int call, String when) {
        var environment = new java.util.HashMap<String, String>();
        String user = System.getenv("ZARRGO_PG_USER");
        String password = System.getenv("ZARRGO_PG_PASSWORD");
        if (user != null && password != null) {
            environment.put("PGUSER", user);
            environment.put("PGPASSWORD", password);
        }
        var command = new ArrayList<Object>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MortalRegistration.class.getName()));
        command.addAll(List.of(target, "PRODUCT.zarr", STORE, collection, call, when));
        return Program.run(environment, command.toArray()).exitCode();
    }
}
