package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.GeoZarrConverter;
import dev.zarrgo.converter.check.Validation;
import dev.zarrgo.converter.check.ValidationRequest;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.ZarrFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products whose metadata say what no product should: refused by name, or converted to what they say
/// (rules X4, X6). Most were found by `FuzzTest`.
class DamagedProductTest {

    private static final String BAND = S2Layout.REFLECTANCE + "/r10m/b03";
    private static final String AXIS = S2Layout.REFLECTANCE + "/r10m/x";

    private final Path folder;

    DamagedProductTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /// A product of 12 x 12 pixels in which one document says something else.
    private Location product(String document, Consumer<ObjectNode> edit) {
        ZarrFolder product = TinyProduct.of(12, 12);
        try {
            var root = (ObjectNode)
                    Json.parse(Objects.requireNonNull(product.objects().get(".zmetadata")));
            edit.accept((ObjectNode) root.path("metadata").path(document));
            return Location.of(product.object(".zmetadata", Json.bytes(root)).writeTo(folder.resolve("product.zarr")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void assertRefused(int exitCode, String inMessage, Location product) {
        Path outcome = folder.resolve("outcome");
        Throwable failure = catchThrowable(() -> GeoZarrConverter.convert(
                product, Location.of(outcome.resolve("store.zarr")), ConversionOptions.DEFAULT));
        assertThat(failure).hasMessageContaining(inMessage);
        assertThat(ExitCode.of(failure)).as(failure.getMessage()).isEqualTo(exitCode);
        assertThat(Files.exists(outcome)).as("something is left").isFalse();
    }

    /// What is copied from the source can make the store break its rules; that is no bug of the converter.
    @Test
    void attributeThatNoStoreMayHaveIsTheSourcesFault() {
        assertRefused(
                65,
                "/" + BAND + " flag_meanings",
                product(BAND + "/.zattrs", attributes -> attributes.putNull("flag_meanings")));
    }

    @Test
    void axisThatFillsTheMemoryIsRefused() {
        for (int size : new int[] {Integer.MAX_VALUE, 1_000_000_000}) {
            assertRefused(65, "/" + AXIS, product(AXIS + "/.zarray", array -> {
                array.putArray("shape").add(size);
                array.putArray("chunks").add(100_000_000);
            }));
        }
    }

    @Test
    void axisInOneChunkThatFillsTheMemoryIsRefused() {
        assertRefused(65, "/" + AXIS, product(AXIS + "/.zarray", array -> array.putArray("chunks")
                .add(200_000_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1e999", "-1e400", "NaN", "'0.0001'", "[0.0001]"})
    void scaleThatNothingCanBeComputedWithIsRefused(String scale) {
        assertRefused(
                65,
                "/" + BAND + " has scale_factor",
                product(BAND + "/.zattrs", attributes -> attributes.set("scale_factor", json(scale))));
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Rules R28, R30: what the codec decodes to NaN is no measurement at any level, whoever chose it.
    @Test
    void bandWithoutNodataIsMaskedWhereItsCodecSaysSo() {
        Location source = product(BAND + "/.zarray", array -> array.putNull("fill_value"));
        Location target = Location.of(folder.resolve("store.zarr"));
        var options = new ConversionOptions(
                Encoding.CODEC, 512, 1, true, S2Resolution.R720M, true, Optional.empty(), Convention.Version.V0_1);
        GeoZarrConverter.convert(source, target, options);
        ValidationReport report = Validation.run(
                        new ValidationRequest(target, Optional.of(source), 1), new Progress(), new Cancellation())
                .report();
        assertThat(report.violations()).isEmpty();
    }
}
