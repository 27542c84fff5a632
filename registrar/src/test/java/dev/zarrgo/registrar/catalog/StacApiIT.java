package dev.zarrgo.registrar.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.task.Tasks;
import dev.zarrgo.registrar.StacOracle;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.testkit.EnabledIfSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The transactions of a real STAC API.
@EnabledIfSet("ZARRGO_STAC_API_URL")
class StacApiIT {

    private final StacApi catalog =
            new StacApi(String.valueOf(System.getenv("ZARRGO_STAC_API_URL")), Registrations.http());
    private final String collection =
            "sentinel-2-l2a-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void make() {
        catalog.put(Collections.linked(CollectionTemplates.of(collection, item(0)), catalog));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Item item(int number) {
        Item item = PgStacIT.item(collection, number);
        Item.linksOf(item.document()).removeAll();
        catalog.linksOf(collection, item.id())
                .forEach(link -> Item.linksOf(item.document()).add(link.json()));
        return item;
    }

    @Test
    void givesBackWhatItTook() {
        assertThat(catalog.create(item(1))).isEqualTo(Catalog.Outcome.DONE);
        assertThat(catalog.create(item(1))).isEqualTo(Catalog.Outcome.EXISTS);
        assertThat(catalog.replace(item(2), Optional.empty())).isEqualTo(Catalog.Outcome.MISSING);
        Item found = catalog.item(collection, "item-00001").orElseThrow().item();
        assertThat(SameItem.difference(found, item(1))).isEmpty();
        StacOracle.assertValid(found.document());
        StacOracle.assertValid(catalog.requireCollection(collection).document());
        assertThat(catalog.delete(collection, "item-00001")).isTrue();
        assertThat(catalog.delete(collection, "item-00001")).isFalse();
    }

    @Test
    @DisplayName("P55, L15: eight writers into one fresh collection, ever newer and ever older items")
    void eightWritersLoseNothing() {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < 240; i++) {
            numbers.add(i % 2 == 0 ? 240 + i : 240 - i);
        }
        Tasks.forEach(numbers, 8, number -> catalog.put(item(number)));
        List<Item> found = catalog.search(ItemQuery.of(collection));
        assertThat(found).extracting(Item::id).doesNotHaveDuplicates().hasSize(240);
        for (int number : numbers) {
            assertThat(catalog.requireCollection(collection).covers(item(number)))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("P86: two registrars on one item, the last complete one wins")
    void twoWritersOfOneItemLeaveOneOfTheirs() {
        var versions = new ArrayList<Item>();
        for (int i = 0; i < 24; i++) {
            Item version = item(1);
            Item.propertiesOf(version.document()).put("version:note", i);
            Item.assetsOf(version.document()).putObject("extra").put("href", "https://example.org/" + i);
            versions.add(version);
        }
        var done = new AtomicInteger();
        Tasks.forEach(versions, 4, version -> {
            catalog.put(version);
            done.incrementAndGet();
        });
        assertThat(done).hasValue(24);
        Item found = catalog.item(collection, "item-00001").orElseThrow().item();
        assertThat(versions).anyMatch(version -> SameItem.test(found, version));
    }
}
