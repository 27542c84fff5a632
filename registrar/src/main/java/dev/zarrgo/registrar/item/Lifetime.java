package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.registrar.stac.Extension;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// When an item was registered, and when it may go.
///
/// Source: rules P52 to P54.
///
/// @param retentionDays from the first registration; 0 or less for items that stay
/// @param earliest no item expires before; empty for no such floor
/// @param renewed whether the retention starts anew
/// @param protectedIds items that never expire
public record Lifetime(int retentionDays, Optional<Instant> earliest, boolean renewed, Set<String> protectedIds) {

    public static final int DEFAULT_RETENTION_DAYS = 183;

    public Lifetime {
        protectedIds = Set.copyOf(protectedIds);
    }

    /// Writes `created`, `updated` and `expires`.
    ///
    /// @param existing what the catalogue holds now
    /// @param now the time of this write
    public void stamp(ObjectNode item, Optional<Item> existing, Instant now) {
        ObjectNode properties = Item.propertiesOf(item);
        Instant created = existing.flatMap(
                        old -> Times.parse(old.property("created").asText()))
                .orElse(now);
        properties.put("created", Times.seconds(created));
        properties.put("updated", Times.seconds(now));
        Extension.TIMESTAMPS.withdrawFrom(item);
        properties.remove("expires");
        expires(item.path("id").asText(), existing, created, now)
                .ifPresent(time -> properties.put("expires", Times.seconds(time)));
        if (properties.has("expires") || properties.has("published") || properties.has("unpublished")) {
            Extension.TIMESTAMPS.declareIn(item);
        }
    }

    private Optional<Instant> expires(String id, Optional<Item> existing, Instant created, Instant now) {
        if (protectedIds.contains(id)) {
            return Optional.empty();
        }
        Optional<Instant> known =
                existing.flatMap(old -> Times.parse(old.property("expires").asText()));
        if (known.isPresent() && !renewed) {
            return known;
        }
        if (retentionDays <= 0) {
            return Optional.empty();
        }
        Instant end = (renewed ? now : created).plus(Duration.ofDays(retentionDays));
        return Optional.of(earliest.filter(floor -> floor.isAfter(end)).orElse(end));
    }
}
