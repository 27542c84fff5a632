package dev.zarrgo.converter.geozarr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.geozarr.ValidStores.Form;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule that the validator checks is seen by it when it is broken, and nothing else is seen in a
/// store that the converter made.
///
/// Method: small stores are converted once; each case breaks a copy in one way and expects one rule at one
/// path.
class StoreValidatorTest {

    static Stream<Form> forms() {
        var forms = new ArrayList<Form>();
        for (Kind kind : Kind.values()) {
            for (int cpm : List.of(2, 3)) {
                for (Encoding encoding : Encoding.values()) {
                    forms.add(new Form(kind, cpm, encoding, true, true));
                    forms.add(new Form(kind, cpm, encoding, false, true));
                }
            }
        }
        return forms.stream();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatTheConverterWritesIsValid(Form form) {
        ValidationReport report = StoreValidator.validate(ValidStores.of(form));

        assertThat(report.violations()).isEmpty();
        assertThat(report.isValid()).isTrue();
        assertThat(report.rules()).isEqualTo(Rule.values().length);
    }

    static Stream<Breakage> breakages() {
        return Stream.of(
                        DocumentBreakages.all(),
                        GroupBreakages.all(),
                        ArrayBreakages.all(),
                        SentinelTwoBreakages.all(),
                        DataBreakages.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    void aBrokenRuleIsReportedWhereItIsBroken(Breakage breakage) {
        EditedStore store = ValidStores.of(breakage.form());
        breakage.breaking().accept(store);

        ValidationReport report = StoreValidator.validate(store);

        assertThat(report.violations()).as("all violations").anySatisfy(violation -> {
            assertThat(violation.rule()).isEqualTo(breakage.rule().name());
            assertThat(violation.severity()).isEqualTo(breakage.severity());
            assertThat(violation.path()).isEqualTo(breakage.path());
            assertThat(violation.message()).isNotBlank();
        });
        assertThat(report.isValid()).isEqualTo(report.errors() == 0);
    }

    @Test
    void everyRuleHasAStoreThatBreaksIt() {
        Set<Rule> unbroken = EnumSet.allOf(Rule.class);
        breakages().map(Breakage::rule).forEach(unbroken::remove);
        assertThat(unbroken).isEmpty();
    }

    @Test
    void violationsComeInPathOrder() {
        EditedStore store = ValidStores.of(Form.PACKED);
        store.attributes("quality/mask/r10m", attributes -> attributes.remove("spatial:bbox"));
        store.attributes("measurements/reflectance/r10m", attributes -> attributes.remove("spatial:bbox"));
        store.attributes("conditions/geometry/band", attributes -> attributes.remove("long_name"));

        assertThat(StoreValidator.validate(store).violations())
                .extracting(Violation::path)
                .isSorted()
                .hasSizeGreaterThan(2);
    }

    @Test
    void theNameThatCountsIsThatOfTheTarget() {
        EditedStore store = ValidStores.of(Form.PACKED).named("/made/store.zarr.tmp-17");

        assertThat(StoreValidator.validate(store).isValid()).isFalse();
        assertThat(StoreValidator.ofMetadata(store, ValidStores.of(Form.PACKED).location())
                        .withData(store)
                        .violations())
                .isEmpty();
    }

    @Test
    void olderDeclarationsAreAWarningOnly() {
        EditedStore store = ValidStores.of(Form.PACKED);
        String path = "measurements/reflectance/r10m";
        store.attributes(
                path,
                attributes -> attributes.set(
                        "zarr_conventions",
                        Convention.declarations(List.of(Convention.SPATIAL, Convention.PROJ), Convention.Version.V1)));

        ValidationReport report = StoreValidator.validate(store);

        assertThat(report.isValid()).isTrue();
        assertThat(report.warnings()).isEqualTo(2);
        assertThat(report.violations()).extracting(Violation::rule).containsOnly("V3");
    }
}
