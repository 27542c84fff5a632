package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Command lines that cannot be: exit code 64, what is wrong, and what to type instead (rules X4, X6, R88,
/// section 14 of the output specification).
class UsageTest {

    private static Invocation rejected(String line) {
        Invocation invocation = Invocation.of((Object[]) line.split(" +"));
        assertThat(invocation.exitCode()).as(line).isEqualTo(64);
        assertThat(invocation.out()).isEmpty();
        assertThat(invocation.err())
                .startsWith("error: ")
                .contains("\n       try: ")
                .doesNotContain("\tat ");
        return invocation;
    }

    @ParameterizedTest
    @CsvSource({
        "convert a b --dask-cluster, --threads limits them",
        "convert a b --n-workers 4, use --threads",
        "convert a b --n-workers=4, use --threads",
        "convert a b --memory-limit 4GB, ZARRGO_HEAP sets the heap",
        "convert-s2-optimized a b --tile-width 512, use --spatial-chunk",
    })
    void optionsOfThePythonToolsNameWhatReplacesThem(String line, String hint) {
        assertThat(rejected(line).err()).contains("(").contains(hint);
    }

    @ParameterizedTest
    @CsvSource({
        "convert a b --encodign packed, did you mean --encoding?",
        "convert a b --overwrit, did you mean --overwrite?",
        "convert a b --no-shardng, did you mean --no-sharding?",
        "validate a --sorce b, did you mean --source?",
        "conver a b, did you mean convert?",
        "validat a, did you mean validate?",
    })
    void slipsAreRecognised(String line, String hint) {
        assertThat(rejected(line).err()).contains("(" + hint + ")");
    }

    @Test
    void otherWordsAreNotGuessedAt() {
        assertThat(rejected("convert a b --frobnicate").err())
                .contains("Unknown option: '--frobnicate'\n       try: zarrgo convert --help\n");
        assertThat(rejected("frobnicate").err())
                .contains("there is no command 'frobnicate'\n       try: zarrgo --help\n");
    }

    /// An abbreviation that works today may mean something else tomorrow.
    @ParameterizedTest
    @ValueSource(strings = {"convert a b --over", "convert a b --enc packed", "info a --verb", "val a"})
    void abbreviationsAreRejected(String line) {
        rejected(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "convert",
                "convert a",
                "convert a b c",
                "convert a b.zarr --encoding",
                "convert a b.zarr --encoding int8",
                "convert a b.zarr --threads 0",
                "convert a b.zarr --threads many",
                "convert a b.zarr --overwrite=maybe",
                "convert a b.zarr --overwrite --overwrite",
                "convert-s2-optimized a b.zarr --keep-scale-offset --experimental-scale-offset-codec",
                "convert-s2-optimized a b.zarr --encoding packed",
                "validate",
                "validate a b",
                "validate a --threads 0",
                "info",
                "sample",
                "sample a.zarr --product S3",
                "sample a.zarr --cpm 4",
                "sample a.zarr --size 100",
                "sample a.zarr --size 181",
                "sample a.zarr --threads 0",
                "sample a.zarr --seed x",
                "sample a.zarr.zip",
            })
    void impossibleArgumentsAreRejected(String line) {
        rejected(line);
    }

    @Test
    void withoutArgumentsThereIsHelp() {
        Invocation nothing = Invocation.successful();
        assertThat(nothing.out()).startsWith("Usage: zarrgo ").contains("convert ", "validate ", "info", "sample ");
        assertThat(nothing.err()).isEmpty();
        assertThat(Invocation.successful("--help").out()).isEqualTo(nothing.out());
        assertThat(Invocation.successful("-h").out()).isEqualTo(nothing.out());
    }

    @Test
    void versionIsOneLine() {
        assertThat(Invocation.successful("--version").out()).matches("zarrgo \\d+\\.\\d+\\.\\d+\\S*\\R");
    }
}
