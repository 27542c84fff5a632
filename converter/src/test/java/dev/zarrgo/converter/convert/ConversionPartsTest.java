package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small parts of a conversion: options, fingerprint, names, levels of compression.
class ConversionPartsTest {

    private static ConversionOptions options(int spatialChunk, int compressionLevel) {
        return new ConversionOptions(
                Encoding.PACKED,
                spatialChunk,
                compressionLevel,
                true,
                S2Resolution.R720M,
                true,
                Optional.empty(),
                Convention.Version.V0_1);
    }

    @Test
    void impossibleOptionsDoNotExist() {
        for (int chunk : new int[] {15, 4097, 0, -1}) {
            assertThatThrownBy(() -> options(chunk, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int level : new int[] {0, 10, -1}) {
            assertThatThrownBy(() -> options(512, level)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatCode(() -> options(16, 9)).doesNotThrowAnyException();
        assertThat(options(512, 1)).isEqualTo(ConversionOptions.DEFAULT);
    }

    /// Rules R61, R81: every option that shapes the result is part of the fingerprint.
    @Test
    void everyOptionIsPartOfTheFingerprint() {
        var fingerprints = new LinkedHashSet<Fingerprint>();
        List<ConversionOptions> all = List.of(
                ConversionOptions.DEFAULT,
                options(256, 1),
                options(512, 2),
                new ConversionOptions(
                        Encoding.CODEC,
                        512,
                        1,
                        true,
                        S2Resolution.R720M,
                        true,
                        Optional.empty(),
                        Convention.Version.V0_1),
                new ConversionOptions(
                        Encoding.PACKED,
                        512,
                        1,
                        false,
                        S2Resolution.R720M,
                        true,
                        Optional.empty(),
                        Convention.Version.V0_1),
                new ConversionOptions(
                        Encoding.PACKED,
                        512,
                        1,
                        true,
                        S2Resolution.R60M,
                        true,
                        Optional.empty(),
                        Convention.Version.V0_1),
                new ConversionOptions(
                        Encoding.PACKED,
                        512,
                        1,
                        true,
                        S2Resolution.R720M,
                        false,
                        Optional.empty(),
                        Convention.Version.V0_1),
                new ConversionOptions(
                        Encoding.PACKED,
                        512,
                        1,
                        true,
                        S2Resolution.R720M,
                        true,
                        Optional.of(ProcessingLevel.L2A),
                        Convention.Version.V0_1),
                new ConversionOptions(
                        Encoding.PACKED,
                        512,
                        1,
                        true,
                        S2Resolution.R720M,
                        true,
                        Optional.empty(),
                        Convention.Version.V1));
        all.forEach(options -> fingerprints.add(Fingerprint.of("digest", options)));
        assertThat(fingerprints).hasSize(all.size()).doesNotContain(Fingerprint.of("other", ConversionOptions.DEFAULT));
        assertThat(Fingerprint.of("digest", options(512, 1))).isEqualTo(fingerprints.getFirst());
    }

    @Test
    void fingerprintIsFoundInTheRootOfAStore() {
        Fingerprint fingerprint = Fingerprint.of("digest", ConversionOptions.DEFAULT);
        var root = Json.object();
        root.putObject("attributes").set("zarrgo:provenance", fingerprint.provenance("source", "zarrgo"));
        assertThat(Fingerprint.in(root)).contains(fingerprint);
        assertThat(Fingerprint.in(Json.object())).isEmpty();
    }

    /// Rule R39.
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "5, 9", "8, 15", "9, 22"})
    void compressionLevelsAreThoseOfBlosc(int blosc, int zstd) {
        assertThat(Codecs.zstdLevel(blosc)).isEqualTo(zstd);
    }

    /// Rule R1.
    @ParameterizedTest
    @ValueSource(strings = {"/a/out.zarr", "/a.zarrs/out.zarr", "/.zarr-things/x.zarr"})
    void namesOfStoresEndInZarr(String target) {
        assertThatCode(() -> TargetNames.check(Location.parse("/a/in.zarr"), Location.parse(target)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/out",
                "/a/out.zarr.zip",
                "/a/.zarr",
                "/a/in.zarr",
                "/a/in.zarr/out.zarr",
                "/x.zarr/y/out.zarr",
                "/a/out.ZARR"
            })
    void otherNamesAreRejected(String target) {
        assertThatThrownBy(() -> TargetNames.check(Location.parse("/a/in.zarr"), Location.parse(target)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(target);
    }

    @Test
    void requestsNeedAThread() {
        Location source = Location.parse("/a.zarr");
        Location target = Location.parse("/b.zarr");
        assertThatThrownBy(() -> new ConversionRequest(
                        source,
                        target,
                        ConversionRequest.Expectation.ANY_PRODUCT,
                        ConversionOptions.DEFAULT,
                        0,
                        ConversionRequest.Existing.KEEP,
                        ConversionRequest.Leftover.NOT_USED,
                        ConversionRequest.Check.FULL,
                        Optional.empty(),
                        ConversionRequest.Connections.OF_THE_ENVIRONMENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Set.of(ConversionRequest.of(source, target, ConversionOptions.DEFAULT)))
                .allMatch(request -> request.threads() > 0);
    }
}
