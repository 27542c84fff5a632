package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.GeoZarrConverter;
import dev.zarrgo.converter.check.Validation;
import dev.zarrgo.converter.check.ValidationOutcome;
import dev.zarrgo.converter.check.ValidationRequest;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Subsets of a product have any size: blocks that are not whole are dropped, and a level of no pixels does
/// not exist (rules R48, R49).
class AnySizeTest {

    /// Every remainder by 6 in both directions, down to one pixel at 60 m, and some that are long and
    /// narrow.
    static Stream<Arguments> sizes() {
        Stream<Arguments> squares = IntStream.rangeClosed(6, 18).mapToObj(n -> Arguments.of(n, n));
        Stream<Arguments> others =
                Stream.of(Arguments.of(6, 200), Arguments.of(201, 7), Arguments.of(71, 145), Arguments.of(143, 72));
        return Stream.concat(squares, others);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void levelsAreFloorsOfHalvesAndThirds(int height, int width, @TempDir Path folder) {
        Location product = Location.of(TinyProduct.of(height, width).writeTo(folder.resolve("product.zarr")));
        Location store = Location.of(folder.resolve("store.zarr"));
        GeoZarrConverter.convert(product, store, ConversionOptions.DEFAULT);
        Hierarchy hierarchy = read(store);
        for (S2Resolution resolution : S2Resolution.values()) {
            int factor = resolution.factorFrom(S2Resolution.R10M);
            Optional<List<Integer>> shape = hierarchy
                    .array("%s/%s/b02".formatted(S2Layout.REFLECTANCE, resolution.id()))
                    .map(ArrayMetadata::shape);
            boolean exists = height / factor > 0 && width / factor > 0;
            assertThat(shape)
                    .as(resolution.id())
                    .isEqualTo(exists ? Optional.of(List.of(height / factor, width / factor)) : Optional.empty());
        }
        ValidationOutcome outcome = Validation.run(
                new ValidationRequest(store, Optional.of(product), 1), new Progress(), new Cancellation());
        assertThat(outcome.report().violations()).isEmpty();
        assertThat(outcome.values().orElseThrow().exact()).contains(S2Layout.REFLECTANCE + "/r60m/b10");
    }

    private static Hierarchy read(Location location) {
        try (Store store = Stores.open(location)) {
            return HierarchyReader.read(store);
        }
    }
}
