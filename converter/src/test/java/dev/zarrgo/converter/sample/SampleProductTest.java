package dev.zarrgo.converter.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Whole products, small ones, must be readable to the last element, the same whatever the number of
/// threads, and hold the same pixels in both forms. Most tests look at the same four products.
class SampleProductTest {

    private static final int SIZE = 366;
    private static final int THREADS = 3;
    private static final Map<String, MadeSample> MADE = new HashMap<>();
    private static Path folder = Path.of("");

    @BeforeAll
    static void useFolder(@TempDir Path shared) {
        folder = shared;
    }

    private static MadeSample sample(Kind kind, int cpm) {
        return MADE.computeIfAbsent(kind + " " + cpm, _ -> MadeSample.make(folder, kind, cpm, SIZE, 1, THREADS));
    }

    @ParameterizedTest
    @CsvSource({"S2L2A, 2", "S2L2A, 3", "S2L1C, 2", "S2L1C, 3"})
    void everyElementCanBeRead(Kind kind, int cpm) {
        MadeSample sample = sample(kind, cpm);
        long bytes = 0;
        for (Map.Entry<String, ArrayMetadata> entry :
                sample.hierarchy().arrays().entrySet()) {
            Table table = sample.table(entry.getKey());
            assertThat(table.shape()).isEqualTo(entry.getValue().shape());
            bytes += table.content().length;
        }
        assertThat(sample.report().rawBytes()).isEqualTo(bytes);
        assertThat(sample.report().id())
                .isEqualTo(sample.hierarchy()
                        .root()
                        .attributes()
                        .path("stac_discovery")
                        .path("id")
                        .asText());
    }

    @Test
    void theReportCountsWhatIsThere() throws IOException {
        MadeSample sample = sample(Kind.S2L2A, 2);
        Map<String, byte[]> objects = objects(sample.folder());
        assertThat(sample.report().objects()).isEqualTo(objects.size());
        assertThat(sample.report().storedBytes())
                .isEqualTo(objects.values().stream()
                        .mapToLong(content -> content.length)
                        .sum());
    }

    @ParameterizedTest
    @CsvSource({"S2L2A, 2", "S2L1C, 3"})
    void threadsDoNotChangeAByte(Kind kind, int cpm) throws IOException {
        Map<String, byte[]> alone =
                objects(MadeSample.make(folder, kind, cpm, SIZE, 1, 1).folder());
        Map<String, byte[]> together = objects(sample(kind, cpm).folder());
        assertThat(together.keySet()).isEqualTo(alone.keySet());
        alone.forEach((key, content) -> assertThat(together.get(key)).as(key).isEqualTo(content));
    }

    @Test
    void seedsChangeThePixelsButNotTheStructure() throws IOException {
        MadeSample one = MadeSample.make(folder, Kind.S2L2A, 2, 180, 1, 2);
        MadeSample other = MadeSample.make(folder, Kind.S2L2A, 2, 180, 2, 2);
        assertThat(Files.readAllBytes(one.folder().resolve(".zmetadata")))
                .isEqualTo(Files.readAllBytes(other.folder().resolve(".zmetadata")));
        String band = "measurements/reflectance/r10m/b02";
        assertThat(one.numbers(band)).isNotEqualTo(other.numbers(band));
    }

    /// Only cloud and snow probability differ: floats with NaN where CPM 2 has 0.
    @ParameterizedTest
    @EnumSource
    void bothFormsHoldTheSamePixels(Kind kind) {
        MadeSample two = sample(kind, 2);
        MadeSample three = sample(kind, 3);
        Set<String> compared = new HashSet<>();
        three.hierarchy().arrays().forEach((path, array) -> {
            ArrayMetadata other = two.array(path);
            if (array.rank() == 2 && array.type().equals(other.type())) {
                assertThat(three.table(path).content())
                        .as(path)
                        .isEqualTo(two.table(path).content());
                compared.add(Hierarchy.name(path));
            }
        });
        assertThat(compared).contains("b02", "b8a", "b12", "b00");
        if (kind == Kind.S2L2A) {
            assertThat(compared).contains("aot", "wvp", "scl");
            compareProbability(two, three, "quality/probability/r20m/cld");
            compareProbability(two, three, "quality/probability/r20m/snw");
        }
    }

    private static void compareProbability(MadeSample two, MadeSample three, String path) {
        Table bytes = two.table(path);
        Table floats = three.table(path);
        int[] classes = two.numbers("conditions/mask/l2a_classification/r20m/scl");
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] == 0) {
                assertThat(bytes.longAt(i)).isZero();
                assertThat(floats.doubleAt(i)).isNaN();
            } else {
                assertThat(floats.doubleAt(i)).isEqualTo(bytes.doubleAt(i)).isBetween(0.0, 100.0);
            }
        }
    }

    /// Rule I8: a chunk of CPM 3 that is not stored is all fill, every chunk of CPM 2 is stored.
    @Test
    void onlyChunksThatAreAllFillAreMissing() throws IOException {
        MadeSample two = sample(Kind.S2L2A, 2);
        two.hierarchy().arrays().forEach((path, array) -> {
            long expected = array.grid().stream().reduce(1, Math::multiplyExact);
            assertThat(chunks(two.folder().resolve(path))).as(path).isEqualTo(expected);
        });
        MadeSample three = sample(Kind.S2L2A, 3);
        String mask = "quality/mask/r20m/b05";
        long stored = chunks(three.folder().resolve(mask));
        assertThat(stored).isPositive().isLessThan(49);
        for (String name : List.of("x", "y")) {
            assertThat(chunks(three.folder().resolve("measurements/reflectance/r10m/" + name)))
                    .isOne();
        }
    }

    private static long chunks(Path array) {
        try (Stream<Path> files = Files.walk(array)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9.]+"))
                    .count();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void coordinatesArePixelCentres(int cpm) {
        MadeSample sample = sample(Kind.S2L2A, cpm);
        Table x = sample.table("measurements/reflectance/r60m/x");
        Table y = sample.table("measurements/reflectance/r60m/y");
        assertThat(x.doubleAt(0)).isEqualTo(699_990);
        assertThat(x.doubleAt(60)).isEqualTo(699_990 + 3600);
        assertThat(y.doubleAt(0)).isEqualTo(4_700_010);
        assertThat(y.doubleAt(60)).isEqualTo(4_700_010 - 3600);
    }

    @Test
    void smallArraysHoldWhatTheirNamesSay() {
        MadeSample two = sample(Kind.S2L2A, 2);
        MadeSample three = sample(Kind.S2L2A, 3);
        String geometry = "conditions/geometry/";
        assertThat(two.table(geometry + "angle").textAt(1)).isEqualTo("azimuth");
        assertThat(three.table(geometry + "band").textAt(8)).isEqualTo("b8a");
        assertThat(two.numbers(geometry + "detector")).containsExactly(5, 6, 7, 8, 9, 10);
        assertThat(three.table(geometry + "detector").textAt(0)).isEqualTo("d05");
        assertThat(two.table("conditions/meteorology/cams/isobaricInhPa").doubleAt(0))
                .isEqualTo(1000);
        assertThat(two.numbers("quality/l2a_quicklook/r10m/band")).containsExactly(1, 2, 3);
        assertThat(two.numbers("quality/probability/r20m/band")).containsExactly(1);
        Table angles = two.table(geometry + "viewing_incidence_angles");
        int missing = 0;
        for (int i = 0; i < angles.elements(); i++) {
            missing += Double.isNaN(angles.doubleAt(i)) ? 1 : 0;
        }
        assertThat(missing).isBetween(angles.elements() / 2, angles.elements() * 9 / 10);
        assertThat(three.table(geometry + "viewing_incidence_angles").content()).isEqualTo(angles.content());
    }

    @Test
    void progressGrowsToTheEnd() {
        var steps = new ArrayList<Long>();
        long[] total = {0};
        SampleProduct.make(
                new SampleRequest(Kind.S2L2A, 2, 180, 1),
                Location.of(folder.resolve("p.zarr")),
                4,
                (done, all) -> {
                    steps.add(done);
                    total[0] = all;
                },
                new Cancellation());
        assertThat(steps).isSorted().doesNotHaveDuplicates().last().isEqualTo(total[0]);
    }

    private static Map<String, byte[]> objects(Path store) throws IOException {
        var objects = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                objects.put(store.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return objects;
    }
}
