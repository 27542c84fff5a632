package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.EnabledIfPeers;
import dev.zarrgo.testkit.GoldenText;
import dev.zarrgo.testkit.Oracle;
import dev.zarrgo.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every kind of product in every encoding, judged by programs that share no code with ours: every pixel
/// against the one answer of the specification (rules R26 to R33, R44 to R59), and by the readers that
/// people use.
///
/// Writes `docs/reference/coverage.md`.
@EnabledIfPeers
class OracleMatrixIT {

    private static final Pattern COMPARED = Pattern.compile("values +(\\d+) arrays exact, (\\d+) derived arrays equal");

    private static final String HEAD = """
            # Coverage

            What the tests convert and check, written by `OracleMatrixIT`; do not edit it (`-Dgolden=update`).

            A conversion stands here if all of this holds:

            * `check_geozarr.py --exact` finds no fault: every pixel of every array and level is the one that the
              specification asks for, computed again by code that shares nothing with ours.
            * zarr-python reads every array and xarray's `open_datatree` every group and variable, with every warning
              turned into an error.
            * `zarrgo validate STORE --source PRODUCT` finds the store valid, and every value right.

            Numbers are arrays that are equal to the source's, and arrays derived from them; then those that zarr-python
            read, and the groups that xarray read.

            | product | chunks | packed | codec | float32 | zarr-python | xarray |
            |---|--:|--:|--:|--:|--:|--:|
            """;

    private static final String OPTIONS = """

            ## Options of `zarrgo convert`

            Each has an effect that a test shows, written by `ConvertOptionsIT`'s method names.

            | option | test |
            |---|---|
            """;

    private static final Map<Case, Map<Encoding, Found>> FOUND = new ConcurrentHashMap<>();

    /// A product, and the size of the chunks that it is converted with: of the usual size, and so small
    /// that there are many, the last ones partial.
    record Case(TestProduct product, int spatialChunk) {
        @Override
        public String toString() {
            return "%s, chunks of %d px".formatted(product, spatialChunk);
        }
    }

    static List<Case> cases() {
        return Stream.concat(
                        TestProduct.all(TestProduct.Maker.PEER, TestProduct.MEDIUM).stream()
                                .map(product -> new Case(product, 512)),
                        TestProduct.all(TestProduct.Maker.SAMPLE, TestProduct.SMALL).stream()
                                .map(product -> new Case(product, 64)))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @Execution(ExecutionMode.CONCURRENT)
    void everyEncodingIsRight(Case product, @TempDir Path folder) throws IOException {
        Path source = product.product().folder();
        var stores = new EnumMap<Encoding, Path>(Encoding.class);
        var arguments = new ArrayList<Object>(List.of(Peers.folder(), source));
        for (Encoding encoding : Encoding.values()) {
            Path store = folder.resolve(encoding + ".zarr");
            Invocation.successful(
                    "convert", source, store, "--encoding", encoding, "--spatial-chunk", product.spatialChunk());
            stores.put(encoding, store);
            arguments.add(store);
        }
        String answer = Oracle.installed().run(OracleMatrixIT.class, "judge_stores.py", arguments.toArray());
        JsonNode verdicts = Json.parse(answer.getBytes(StandardCharsets.UTF_8));
        var found = new EnumMap<Encoding, Found>(Encoding.class);
        stores.forEach((encoding, store) -> found.put(
                encoding,
                found(verdicts.path(store.toString()), Invocation.of("validate", store, "--source", source))));
        FOUND.put(product, found);
    }

    /// What was compared and read of one store, all of it without fault.
    private record Found(int equal, int derived, int arrays, int groups) {}

    private static Found found(JsonNode verdict, Invocation validation) {
        assertThat(verdict.path("check").path("rows"))
                .as("check_geozarr.py --exact")
                .isEmpty();
        assertThat(verdict.path("check").path("passed").asBoolean()).isTrue();
        JsonNode read = verdict.path("read");
        assertThat(read.path("variables").asInt()).isEqualTo(read.path("arrays").asInt());
        assertThat(validation.exitCode()).as(validation.out()).isZero();
        Matcher compared = COMPARED.matcher(validation.out());
        assertThat(compared.find()).as(validation.out()).isTrue();
        return new Found(
                Integer.parseInt(compared.group(1)),
                Integer.parseInt(compared.group(2)),
                read.path("arrays").asInt(),
                read.path("groups").asInt());
    }

    /// A test that failed has said so; the page is about those that did not.
    @AfterAll
    static void pageSaysWhatWasFound() {
        if (FOUND.keySet().containsAll(cases())) {
            GoldenText.assertMatches("docs/reference/coverage.md", page());
        }
    }

    private static String page() {
        var page = new StringBuilder(HEAD);
        FOUND.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(cases()::indexOf)))
                .forEach(entry -> page.append(row(entry.getKey(), entry.getValue())));
        page.append(OPTIONS);
        OptionTests.of(ConvertOptionsIT.class)
                .forEach((option, tests) -> page.append("| `%s` | %s |\n".formatted(option, String.join("; ", tests))));
        return page.toString();
    }

    private static String row(Case product, Map<Encoding, Found> found) {
        Found any = found.values().iterator().next();
        String encodings = Stream.of(Encoding.values())
                .map(found::get)
                .map(each -> "%d + %d".formatted(each.equal(), each.derived()))
                .collect(Collectors.joining(" | "));
        return "| %s | %d px | %s | %d | %d |\n"
                .formatted(product.product(), product.spatialChunk(), encodings, any.arrays(), any.groups());
    }
}
