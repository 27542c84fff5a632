package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.product.Product;
import dev.zarrgo.registrar.stac.Interval;
import dev.zarrgo.registrar.stac.Item;
import dev.zarrgo.registrar.stac.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Checks that store, source item and collection speak of the same product; where they do not, somebody has
/// mixed something up, and nothing is published.
final class Agreement {

    /// Catalogues round times.
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Item source;
    private final StoreFacts facts;

    private Agreement(Item source, StoreFacts facts) {
        this.source = source;
        this.facts = facts;
    }

    /// @param collection the members of the target collection, which may name the products it holds
    /// @throws UnusableSourceException that names both sides of the first contradiction
    static void require(Item source, StoreFacts facts, JsonNode collection) {
        var agreement = new Agreement(source, facts);
        agreement.requireType();
        agreement.requireCrs();
        agreement.requirePlatform();
        agreement.requireTime();
        agreement.requireCollection(collection);
    }

    private void requireType() {
        String stated = source.property("product:type").asText();
        Optional<Product.ProcessingLevel> level = facts.level();
        boolean sentinelTwo = stated.startsWith("S02MSI")
                || source.property("constellation").asText().equals("sentinel-2");
        if (sentinelTwo != level.isPresent()
                && !(stated.isEmpty() && source.property("constellation").isMissingNode())) {
            throw contradiction("product:type", stated, described());
        }
        if (level.isPresent()
                && stated.startsWith("S02MSI")
                && !stated.endsWith(level.get().name())) {
            throw contradiction("product:type", stated, described());
        }
    }

    private String described() {
        return facts.level().map(level -> "a Sentinel-2 " + level).orElse("no Sentinel-2 product");
    }

    private void requireCrs() {
        String stated = source.property("proj:code").asText();
        facts.main().map(Pyramid::crs).map(Crs::code).ifPresent(code -> {
            boolean geographic = stated.equals(Crs.LON_LAT.code());
            if (!stated.isEmpty() && !geographic && !stated.equals(code)) {
                throw contradiction("proj:code", stated, code);
            }
        });
    }

    private void requirePlatform() {
        String stated = source.property("platform").asText().toLowerCase(Locale.ROOT);
        String inStore = discovered("platform").toLowerCase(Locale.ROOT);
        if (!stated.isEmpty() && !inStore.isEmpty() && !stated.equals(inStore)) {
            throw contradiction("platform", stated, inStore);
        }
    }

    private void requireTime() {
        Optional<Instant> stated = source.interval().map(Interval::start);
        Optional<Instant> inStore =
                Times.parse(discovered("start_datetime")).or(() -> Times.parse(discovered("datetime")));
        if (stated.isPresent()
                && inStore.isPresent()
                && Duration.between(stated.get(), inStore.get()).abs().compareTo(TOLERANCE) > 0) {
            throw contradiction(
                    "start_datetime", stated.get().toString(), inStore.get().toString());
        }
    }

    private String discovered(String property) {
        return facts.discovery().path("properties").path(property).asText();
    }

    private void requireCollection(JsonNode collection) {
        JsonNode types = collection.path("summaries").path("product:type");
        String stated = source.property("product:type").asText(discovered("product:type"));
        if (!types.isArray() || types.isEmpty() || stated.isEmpty()) {
            return;
        }
        for (JsonNode type : types) {
            if (type.asText().equals(stated)) {
                return;
            }
        }
        throw new UnusableSourceException(
                FailureCode.ITEM_INVALID,
                "item %s is a %s, and the collection %s holds %s"
                        .formatted(source.id(), stated, collection.path("id").asText(), types),
                "choose another --collection");
    }

    private UnusableSourceException contradiction(String what, String stated, String inStore) {
        return new UnusableSourceException(
                FailureCode.ITEM_INVALID,
                "item %s and store %s do not belong together: %s is %s in the item, %s in the store"
                        .formatted(source.id(), facts.store().location(), what, stated, inStore),
                "check that STORE was made from SOURCE");
    }
}
