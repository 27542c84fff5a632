package dev.zarrgo.registrar.item;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.stac.Item;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T16:20:00.123Z");
    private static final Lifetime USUAL = new Lifetime(183, Optional.empty(), false, Set.of());

    /// An item as the catalogue holds it.
    private static Optional<Item> registered(String created, String expires) {
        ObjectNode document = Fixtures.sourceItem();
        Item.propertiesOf(document).put("created", created).put("expires", expires);
        return Optional.of(new Item(document));
    }

    private static ObjectNode stamped(Lifetime lifetime, Optional<Item> existing) {
        ObjectNode document = Fixtures.sourceItem();
        lifetime.stamp(document, existing, NOW);
        return document;
    }

    private static String expires(Lifetime lifetime, Optional<Item> existing) {
        return Item.propertiesOf(stamped(lifetime, existing)).path("expires").asText();
    }

    @Test
    @DisplayName("P52, P53: created, updated and expires of a first registration, to the second")
    void stampsANewItem() {
        ObjectNode item = stamped(USUAL, Optional.empty());
        ObjectNode properties = Item.propertiesOf(item);
        assertThat(properties.path("created").asText()).isEqualTo("2026-03-01T16:20:00Z");
        assertThat(properties.path("updated").asText()).isEqualTo("2026-03-01T16:20:00Z");
        assertThat(properties.path("expires").asText()).isEqualTo("2026-08-31T16:20:00Z");
        assertThat(item.path("stac_extensions").toString().split("timestamps", -1))
                .as("declared once")
                .hasSize(2);
    }

    @Test
    @DisplayName("P52, P53: what the catalogue item has stays, unless the expiry is renewed")
    void keepsWhatIsThere() {
        Optional<Item> old = registered("2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z");
        assertThat(Item.propertiesOf(stamped(USUAL, old)).path("created").asText())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(expires(USUAL, old)).isEqualTo("2026-05-01T00:00:00Z");
        assertThat(expires(new Lifetime(10, Optional.empty(), true, Set.of()), old))
                .isEqualTo("2026-03-11T16:20:00Z");
    }

    @Test
    @DisplayName("P53: no retention, no expiry; none before the floor")
    void expiresWhenItMay() {
        assertThat(expires(new Lifetime(0, Optional.empty(), false, Set.of()), Optional.empty()))
                .isEmpty();
        Instant floor = Instant.parse("2027-01-01T00:00:00Z");
        assertThat(expires(new Lifetime(183, Optional.of(floor), false, Set.of()), Optional.empty()))
                .isEqualTo("2027-01-01T00:00:00Z");
    }

    @Test
    @DisplayName("P54: a protected item never expires, whatever it said before")
    void protectsItems() {
        String id = Fixtures.sourceItem().path("id").asText();
        var protecting = new Lifetime(183, Optional.empty(), false, Set.of(id));
        assertThat(expires(protecting, Optional.empty())).isEmpty();
        assertThat(expires(protecting, registered("2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z")))
                .isEmpty();
    }
}
