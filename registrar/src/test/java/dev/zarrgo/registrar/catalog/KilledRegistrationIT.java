package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.http.FakeStacApi;
import dev.zarrgo.registrar.register.RegistrationReport;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.register.StoreAccess;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import dev.zarrgo.testkit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a registration before and after each of its calls to the outside, all of them in turn: what it
/// leaves is no item or a whole one, and the next run ends with exactly one. A run that is left alone first
/// tells how many calls there are: of the source, the catalogue and the picture; reading the store changes
/// nothing, and is left out. A run that another one made ask twice, or make a connection more, tells a few
/// too many: who ends before its moment has to show that it made fewer calls.
@DisplayName("P55, P86, X2, X3: killed anywhere, nothing is torn, lost or doubled")
class KilledRegistrationIT {

    private static final int AT_ONCE = 4;

    private static final List<String> BOTH = List.of("before", "after");

    /// After one call is before the next, as seen from outside: enough where a run costs much.
    private static final List<String> AFTER = List.of("after");

    private static final Path STORE = SampleStores.real();
    private static final String ID = SampleStores.REAL_ID;

    private final FakeStacApi source = new FakeStacApi();
    private Path work;

    @BeforeEach
    void serveSource(@TempDir Path folder) {
        work = folder;
        source.serve("/items/" + ID, Fixtures.sourceItem());
    }

    @AfterEach
    void stop() {
        source.close();
    }

    /// Where a run goes.
    interface Target {
        String of(String run);

        Catalog open(String target);

        default String collection(String run) {
            return "sentinel-2-l2a-" + run;
        }
    }

    /// One moment to be killed at.
    private record Moment(int call, String when) {}

    @Test
    void inACatalogueOfFiles() {
        int killed = killEverywhere(files(work.resolve("catalogs").toString()), BOTH);
        assertThat(killed).isGreaterThanOrEqualTo(2 * 12);
        StacOracle.assertValid(work.resolve("catalogs"));
    }

    @Test
    @EnabledIfSet({"ZARRGO_S3_BUCKET", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"})
    void inACatalogueInABucket() {
        int killed = killEverywhere(files("s3://%s/killed".formatted(System.getenv("ZARRGO_S3_BUCKET"))), AFTER);
        assertThat(killed).isGreaterThanOrEqualTo(12);
    }

    private static Target files(String root) {
        return new Target() {
            @Override
            public String of(String run) {
                return root + "/" + run;
            }

            @Override
            public Catalog open(String target) {
                return new StaticCatalog(Stores.writable(Location.parse(target)));
            }
        };
    }

    @Test
    @EnabledIfSet("ZARRGO_STAC_API_URL")
    void inAStacApi() {
        String api = String.valueOf(System.getenv("ZARRGO_STAC_API_URL"));
        int killed = killEverywhere(
                new Target() {
                    @Override
                    public String of(String run) {
                        return api;
                    }

                    @Override
                    public Catalog open(String target) {
                        return new StacApi(target, Registrations.http());
                    }
                },
                BOTH);
        assertThat(killed).isGreaterThanOrEqualTo(2 * 8);
    }

    private static final class Database implements Target {
        @Override
        public String of(String run) {
            return String.valueOf(System.getenv("ZARRGO_PG_JDBC_URL"));
        }

        @Override
        public Catalog open(String target) {
            return PgStacIT.connect(target);
        }
    }

    @Test
    @EnabledIfSet({"ZARRGO_PG_JDBC_URL", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
    void inADatabase() {
        assertThat(killEverywhere(new Database(), BOTH)).isGreaterThanOrEqualTo(2 * 15);
    }

    /// @return how many runs were killed
    private int killEverywhere(Target target, List<String> when) {
        int calls = calls(target, source.address() + "/items/" + ID);
        return kill(calls, when, moment -> {
            String run = newRun();
            Program.Outcome outcome = run(target, run, source.address() + "/items/" + ID, moment);
            try (Catalog catalog = target.open(target.of(run))) {
                check(catalog, target.collection(run), work.resolve(run), moment.toString());
            }
            return outcome;
        });
    }

    private static int count(Program.Outcome outcome) {
        return Integer.parseInt(outcome.output().strip().lines().toList().getLast());
    }

    /// @param killed runs to a moment and looks at what is left
    /// @return how many runs were killed; the others ended before their moment
    private static int kill(int calls, List<String> when, Function<Moment, Program.Outcome> killed) {
        var moments = new ArrayList<Moment>();
        for (int call = 1; call <= calls; call++) {
            for (String side : when) {
                moments.add(new Moment(call, side));
            }
        }
        var count = new AtomicInteger();
        Tasks.forEach(moments, AT_ONCE, moment -> {
            Program.Outcome outcome = killed.apply(moment);
            if (outcome.exitCode() == 0) {
                assertThat(count(outcome)).as(moment.toString()).isLessThan(moment.call());
            } else {
                assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(137);
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    private static String newRun() {
        return "k" + UUID.randomUUID().toString().substring(0, 8);
    }

    /// The calls of a run that is left alone.
    private int calls(Target target, String what) {
        Program.Outcome outcome = run(target, newRun(), what, new Moment(0, "before"));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return count(outcome);
    }

    private void check(Catalog catalog, String collection, Path pictures, String what) {
        catalog.item(collection, ID).ifPresent(left -> assertWhole(left.item(), what));
        RegistrationReport report = Registrations.run(
                Registrations.request(source.address() + "/items/" + ID, STORE, collection),
                catalog,
                Instant.now(),
                picturesIn(pictures));
        assertThat(catalog.search(ItemQuery.of(collection))).as(what).hasSize(1);
        Item found = catalog.item(collection, ID).orElseThrow().item();
        assertThat(SameItem.difference(found, report.item())).as(what).isEmpty();
        assertThat(catalog.requireCollection(collection).covers(found)).as(what).isTrue();
        assertThat(pictures.resolve(ID + ".overview.png")).as(what).satisfies(picture -> assertThat(
                        ImageIO.read(picture.toFile()).getWidth())
                .isPositive());
    }

    private static StoreAccess picturesIn(Path folder) {
        return new StoreAccess() {
            @Override
            public Store open(Location location) {
                return Stores.open(location);
            }

            @Override
            public WritableStore writable(Location location) {
                return Stores.writable(Location.of(folder));
            }
        };
    }

    private static void assertWhole(Item item, String what) {
        assertThat(item.assets().has("reflectance")).as(what).isTrue();
        assertThat(item.assets().has("thumbnail")).as(what).isTrue();
        JsonNode updated = item.property("updated");
        assertThat(updated.isTextual()).as(what).isTrue();
    }

    @Test
    @EnabledIfSet({"ZARRGO_PG_JDBC_URL", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
    @DisplayName("L14: a bulk load of several batches")
    void inABatch() {
        var target = new Database();
        String first = newRun();
        makeCollection(target, first);
        Program.Outcome alone = run(target, first, "batch", new Moment(0, "before"));
        assertThat(alone.exitCode()).as(alone.output()).isZero();
        int killed = kill(count(alone), AFTER, moment -> {
            String run = newRun();
            String collection = target.collection(run);
            makeCollection(target, run);
            Program.Outcome outcome = run(target, run, "batch", moment);
            List<Item> items = IntStream.range(0, MortalRegistration.BATCH)
                    .mapToObj(i -> PgStacIT.item(collection, i))
                    .toList();
            try (Catalog catalog = target.open(target.of(run))) {
                for (Item left : catalog.search(ItemQuery.of(collection))) {
                    Item sent = items.get(Integer.parseInt(left.id().replaceFirst("^item-", "")));
                    assertThat(SameItem.difference(left, sent))
                            .as(moment.toString())
                            .isEmpty();
                }
                catalog.putAll(items);
                assertThat(catalog.search(ItemQuery.of(collection)))
                        .as(moment.toString())
                        .extracting(Item::id)
                        .doesNotHaveDuplicates()
                        .hasSize(items.size());
            }
            return outcome;
        });
        // Batches go side by side: connections are made as they are needed.
        assertThat(killed).isGreaterThanOrEqualTo(20);
    }

    private static void makeCollection(Target target, String run) {
        String collection = target.collection(run);
        try (Catalog catalog = target.open(target.of(run))) {
            catalog.put(Collections.linked(CollectionTemplates.of(collection, PgStacIT.item(collection, 0)), catalog));
        }
    }

    private Program.Outcome run(Target target, String run, String what, Moment moment) {
        var environment = new HashMap<String, String>();
        String user = System.getenv("ZARRGO_PG_USER");
        String password = System.getenv("ZARRGO_PG_PASSWORD");
        if (user != null && password != null) {
            environment.put("PGUSER", user);
            environment.put("PGPASSWORD", password);
        }
        Path pictures = work.resolve(run);
        try {
            Files.createDirectories(pictures);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        var command = new ArrayList<Object>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                MortalRegistration.class.getName()));
        command.addAll(
                List.of(target.of(run), what, STORE, pictures, target.collection(run), moment.call(), moment.when()));
        return Program.run(environment, command.toArray());
    }
}
