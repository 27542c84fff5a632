package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A database that goes away in the middle of what it is told, and comes back.
@EnabledIfSet({"ZARRGO_SERVICES", "ZARRGO_SERVICES_PYTHON", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartedDatabaseIT {

    private static final int ITEMS = 4_000;

    private PrivateDatabase database;

    @BeforeAll
    void start() {
        database = new PrivateDatabase();
    }

    @AfterAll
    void stop() {
        database.close();
    }

    private static List<Item> items(String collection, int count) {
        var items = new ArrayList<Item>();
        for (int i = 0; i < count; i++) {
            items.add(PgStacIT.item(collection, i));
        }
        return items;
    }

    private static void make(Catalog catalog, String collection) {
        catalog.put(Collections.linked(CollectionTemplates.of(collection, PgStacIT.item(collection, 0)), catalog));
    }

    /// Waits until one item has arrived, and others have not.
    private static void await(Item first, Catalog catalog, Future<?> writing) throws InterruptedException {
        String collection = first.collection().orElseThrow();
        while (catalog.item(collection, first.id()).isEmpty() && !writing.isDone()) {
            Thread.sleep(5);
        }
        assertThat(writing.isDone()).as("all was over before the restart").isFalse();
    }

    private static void assertComplete(Catalog catalog, List<Item> items, String collection) {
        var found = new TreeMap<String, Item>();
        for (Item item : catalog.search(ItemQuery.of(collection))) {
            assertThat(found.put(item.id(), item)).as("twice: " + item.id()).isNull();
        }
        assertThat(found).hasSize(items.size());
        for (Item item : items) {
            assertThat(Optional.ofNullable(found.get(item.id())).filter(same -> SameItem.test(same, item)))
                    .as(item.id())
                    .isPresent();
        }
    }

    @Test
    @DisplayName("L14: restarted in the middle of a batch, nothing is lost, torn or doubled")
    void aBatchGoesOn() throws Exception {
        String collection = "sentinel-2-l2a-batch";
        List<Item> items = items(collection, ITEMS);
        try (Catalog catalog = database.connect();
                Catalog observer = database.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            make(catalog, collection);
            catalog.putAll(items.subList(0, 100));
            items.subList(0, 100)
                    .forEach(item -> Item.propertiesOf(item.document()).set("note", Json.texts(List.of("second"))));
            Future<?> writing = threads.submit(() -> catalog.putAll(items.reversed()));
            await(items.getLast(), observer, writing);
            database.restart();
            writing.get();
            assertComplete(catalog, items, collection);
        }
    }

    @Test
    @DisplayName("restarted between writes of single items, each is there once")
    void singleWritesGoOn() throws Exception {
        String collection = "sentinel-2-l2a-singles";
        List<Item> items = items(collection, 400);
        try (Catalog catalog = database.connect();
                Catalog observer = database.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            make(catalog, collection);
            Future<?> writing = threads.submit(() -> items.forEach(catalog::put));
            await(items.getFirst(), observer, writing);
            database.restart();
            writing.get();
            assertComplete(catalog, items, collection);
        }
    }
}
