package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.GeoZarrConverter;
import dev.zarrgo.converter.convert.ConversionReport.Outcome;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every stored object of the source is read once, and the report counts what was read and written (rules
/// I6, R89).
class ConversionTrafficTest {

    private static final List<String> DOCUMENTS = List.of(".zmetadata", ".zarray", ".zattrs", ".zgroup", "zarr.json");

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static long bytes(List<Path> files) {
        return files.stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /// The metadata of everything, and all chunks but those of quicklooks.
    private static boolean isNeeded(Path product, Path file) {
        String key = product.relativize(file).toString();
        boolean document = DOCUMENTS.contains(file.getFileName().toString());
        return key.equals(".zmetadata") || key.equals("zarr.json") || (!document && !key.contains("quicklook"));
    }

    @ParameterizedTest
    @CsvSource({"S2L2A, 2, PACKED", "S2L1C, 2, FLOAT32", "S2L2A, 3, CODEC", "S2L1C, 3, PACKED"})
    void everyObjectIsReadOnce(Kind kind, int cpm, Encoding encoding, @TempDir Path folder) {
        Path product = folder.resolve("product.zarr");
        SampleProduct.make(
                new SampleRequest(kind, cpm, 330, 1), Location.of(product), 2, (done, total) -> {}, new Cancellation());
        Path store = folder.resolve("store.zarr");
        var options = new ConversionOptions(
                encoding,
                64,
                1,
                true,
                ConversionOptions.DEFAULT.coarsest(),
                true,
                ConversionOptions.DEFAULT.level(),
                ConversionOptions.DEFAULT.conventions());
        ConversionReport report = GeoZarrConverter.convert(Location.of(product), Location.of(store), options);
        List<Path> needed =
                files(product).stream().filter(file -> isNeeded(product, file)).toList();
        assertThat(report.sourceObjects()).isEqualTo(needed.size());
        assertThat(report.sourceBytes()).isEqualTo(bytes(needed));
        assertThat(report.objects()).isEqualTo(files(store).size());
        assertThat(report.storedBytes()).isEqualTo(bytes(files(store)));
        assertThat(report.outcome()).isEqualTo(Outcome.CONVERTED);
        assertThat(report.pixelBytes()).isGreaterThan(report.storedBytes());
        assertThat(report.stages())
                .extracting(ConversionReport.Stage::name)
                .containsExactly("read", "decode", "reduce", "encode", "write");
        ConversionReport again = GeoZarrConverter.convert(Location.of(product), Location.of(store), options);
        assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(again.objects()).isZero();
    }
}
