package dev.zarrgo.registrar.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.registrar.Fixtures;
import dev.zarrgo.registrar.catalog.CollectionTemplates;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rule P87: real documents are accepted, broken ones are refused with a JSON pointer.
class StacValidatorTest {

    private static final StacValidator VALIDATOR = new StacValidator();

    @Test
    void acceptsARealItem() {
        assertThat(VALIDATOR.violations(Fixtures.sourceItem())).isEmpty();
        assertThat(StacValidator.unchecked(Fixtures.sourceItem())).isEmpty();
    }

    @Test
    void acceptsRealCollections() {
        assertThat(VALIDATOR.violations(Fixtures.collection("sentinel-2-l2a"))).isEmpty();
        assertThat(VALIDATOR.violations(Fixtures.collection("sentinel-2-l1c"))).isEmpty();
    }

    static List<String> templates() {
        return CollectionTemplates.names();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void acceptsTheTemplates(String name) {
        assertThat(VALIDATOR.violations(CollectionTemplates.of(name).document()))
                .isEmpty();
        assertThat(VALIDATOR.violations(CollectionTemplates.of(name + "-tests").document()))
                .isEmpty();
    }

    @Test
    void acceptsACollectionWithoutTemplate() {
        assertThat(VALIDATOR.violations(CollectionTemplates.of("anything").document()))
                .isEmpty();
    }

    @Test
    void refusesThePublishedItemBecauseOfAnUndeclaredExtension() {
        assertThat(VALIDATOR.violations(Fixtures.publishedItem()))
                .extracting(StacViolation::pointer)
                .contains("/assets/reflectance/cube:dimensions");
    }

    @Test
    void namesThePlaceOfEachViolation() {
        ObjectNode item = Fixtures.sourceItem();
        Item.propertiesOf(item).put("proj:code", 32632).put("datetime", "yesterday");
        assertThat(VALIDATOR.violations(item))
                .extracting(StacViolation::pointer)
                .contains("/properties/proj:code", "/properties/datetime");
        assertThatThrownBy(() -> VALIDATOR.require(item))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageContaining("/properties/proj:code")
                .satisfies(failure ->
                        assertThat(((UnusableSourceException) failure).code()).isEqualTo(FailureCode.ITEM_INVALID));
    }

    @Test
    void linksMayBeTemplatesButNotHoldBlanks() {
        ObjectNode item = Fixtures.sourceItem();
        Item.linksOf(item)
                .add(Link.of("xyz", "https://t.example/{z}/{x}/{y}.png?a=b", "image/png")
                        .json());
        assertThat(VALIDATOR.violations(item)).isEmpty();
        Item.linksOf(item)
                .add(Link.of("xyz", "https://t.example/a b", "image/png").json());
        assertThat(VALIDATOR.violations(item)).isNotEmpty();
    }

    @Test
    void saysWhichExtensionsItDoesNotKnow() {
        ObjectNode item = Fixtures.sourceItem();
        item.withArray("stac_extensions").add("https://example.org/own/v1.0.0/schema.json");
        assertThat(StacValidator.unchecked(item)).containsExactly("https://example.org/own/v1.0.0/schema.json");
        assertThat(VALIDATOR.violations(item)).isEmpty();
    }
}
