package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The database itself, without an API before it.
@EnabledIfSet({"ZARRGO_PG_JDBC_URL", "ZARRGO_PG_USER", "ZARRGO_PG_PASSWORD"})
class PgStacIT {

    private Catalog catalog = connect();
    private String collection = "";

    static Catalog connect(String url) {
        return PgStac.connect(
                url,
                Map.of(
                        "PGUSER", System.getenv("ZARRGO_PG_USER"),
                        "PGPASSWORD", System.getenv("ZARRGO_PG_PASSWORD")));
    }

    private static Catalog connect() {
        return connect(System.getenv("ZARRGO_PG_JDBC_URL"));
    }

    @BeforeEach
    void make() {
        collection = "sentinel-2-l2a-" + UUID.randomUUID().toString().substring(0, 8);
        catalog.put(Collections.linked(CollectionTemplates.of(collection, item(0)), catalog));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    /// One of a row of items, an hour apart.
    private Item item(int number) {
        return item(collection, number);
    }

    static Item item(String collection, int number) {
        ObjectNode document = Fixtures.sourceItem();
        document.put("id", "item-%05d".formatted(number)).put("collection", collection);
        String time = Instant.parse("2020-01-01T00:00:00Z")
                .plus(Duration.ofHours(number))
                .toString();
        Item.propertiesOf(document)
                .put("datetime", time)
                .put("start_datetime", time)
                .put("end_datetime", time);
        return new Item(document);
    }

    @Test
    void givesBackWhatItTook() {
        assertThat(catalog.create(item(1))).isEqualTo(Catalog.Outcome.DONE);
        assertThat(catalog.create(item(1))).isEqualTo(Catalog.Outcome.EXISTS);
        assertThat(catalog.replace(item(2), Optional.empty())).isEqualTo(Catalog.Outcome.MISSING);
        Item found = catalog.item(collection, "item-00001").orElseThrow().item();
        assertThat(SameItem.difference(found, item(1))).isEmpty();
        assertThat(catalog.delete(collection, "item-00001")).isTrue();
        assertThat(catalog.delete(collection, "item-00001")).isFalse();
    }

    @Test
    @DisplayName("P57: by time, and by CQL2")
    void searches() {
        catalog.putAll(List.of(item(0), item(1), item(2)));
        Instant second = Instant.parse("2020-01-01T01:00:00Z");
        assertThat(catalog.search(ItemQuery.of(collection).during(new Interval(second, second))))
                .extracting(Item::id)
                .containsExactly("item-00001");
        ObjectNode cql2 = Json.object().put("op", "=");
        cql2.putArray("args").add(Json.object().put("property", "id")).add("item-00002");
        assertThat(catalog.search(ItemQuery.of(collection).where(cql2)))
                .extracting(Item::id)
                .containsExactly("item-00002");
    }

    @Test
    @DisplayName("L14: bulk upsert, twice; all pages are read")
    void upsertsInBulk() {
        var items = new ArrayList<Item>();
        for (int i = 0; i < 1_300; i++) {
            items.add(item(i));
        }
        catalog.putAll(items);
        items.forEach(item -> Item.propertiesOf(item.document()).put("note", "second, with a \\ and a \"quote\"\n"));
        catalog.putAll(items);
        List<Item> found = catalog.search(ItemQuery.of(collection));
        assertThat(found).hasSize(1_300);
        assertThat(found)
                .allMatch(item -> item.property("note").asText().equals("second, with a \\ and a \"quote\"\n"));
        assertThat(catalog.requireCollection(collection).covers(items.getLast()))
                .isTrue();
    }

    @Test
    @DisplayName("the direct load stores what pgSTAC's own function stores")
    void dehydratesAsTheServerDoes() {
        Item item = item(7);
        ObjectNode asset = Item.assetsOf(item.document()).putObject("reflectance");
        asset.put("href", "https://example.org/a").put("gsd", 10).putNull("nothing");
        asset.putArray("roles").add("data").add("other");
        asset.set("bands", Json.array().add(Json.object().put("name", "b01")));
        catalog.put(item);
        Item byServer = catalog.item(collection, item.id()).orElseThrow().item();
        catalog.delete(collection, item.id());
        catalog.putAll(List.of(item));
        Item direct = catalog.item(collection, item.id()).orElseThrow().item();
        assertThat(direct.document()).isEqualTo(byServer.document());
        assertThat(SameItem.difference(direct, item)).isEmpty();
    }

    @Test
    @DisplayName("L15: eight writers into one fresh collection, ever newer and ever older items")
    void eightWritersLoseNothing() {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < 240; i++) {
            numbers.add(i % 2 == 0 ? 240 + i : 240 - i);
        }
        Tasks.forEach(numbers, 8, number -> catalog.put(item(number)));
        assertThat(catalog.search(ItemQuery.of(collection))).hasSize(240);
        for (int number : numbers) {
            assertThat(catalog.requireCollection(collection).covers(item(number)))
                    .isTrue();
        }
    }

    @Test
    void refusesADatabaseWithoutPgStac() {
        String url = System.getenv("ZARRGO_PG_JDBC_URL").replaceFirst("/pgstac\\?", "/postgres?");
        assertThatThrownBy(() -> connect(url))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds no pgSTAC");
    }

    @Test
    void refusesAWrongPassword() {
        assertThatThrownBy(() -> PgStac.connect(
                        System.getenv("ZARRGO_PG_JDBC_URL"),
                        Map.of("PGUSER", System.getenv("ZARRGO_PG_USER"), "PGPASSWORD", "wrong")))
                .satisfies(failure ->
                        assertThat(((RefusedException) failure).code()).isEqualTo(FailureCode.FORBIDDEN));
    }
}
