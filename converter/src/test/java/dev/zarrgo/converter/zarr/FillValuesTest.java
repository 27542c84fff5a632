package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.DataType.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The JSON forms of fill values (rules I8, R28, R33) as elements.
class FillValuesTest {

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }

    private static String hex(DataType type, String fill) {
        return HexFormat.of().formatHex(FillValues.bytes(type, json(fill)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL | 1 | false | 00",
                "BOOL | 1 | true | 01",
                "BOOL | 1 | 0 | 00",
                "INT | 1 | -1 | ff",
                "INT | 1 | -128 | 80",
                "UINT | 1 | 255 | ff",
                "UINT | 2 | 65535 | ffff",
                "UINT | 2 | 258 | 0201",
                "UINT | 2 | 0.0 | 0000",
                "UINT | 2 | 7.0 | 0700",
                "INT | 2 | -32768 | 0080",
                "INT | 4 | -2147483648 | 00000080",
                "UINT | 4 | 4294967295 | ffffffff",
                "INT | 8 | 9223372036854775807 | ffffffffffffff7f",
                "INT | 8 | -9223372036854775808 | 0000000000000080",
                "UINT | 8 | 18446744073709551615 | ffffffffffffffff",
                "UINT | 8 | 9223372036854775808 | 0000000000000080",
                "FLOAT | 4 | 1.5 | 0000c03f",
                "FLOAT | 4 | ~NaN~ | 0000c07f",
                "FLOAT | 4 | NaN | 0000c07f",
                "FLOAT | 4 | ~Infinity~ | 0000807f",
                "FLOAT | 4 | Infinity | 0000807f",
                "FLOAT | 4 | ~-Infinity~ | 000080ff",
                "FLOAT | 4 | ~AAAAAAAA+H8=~ | 0000c07f",
                "FLOAT | 4 | ~0x7fc00001~ | 0100c07f",
                "FLOAT | 8 | ~0x7ff8000000000001~ | 010000000000f87f",
                "FLOAT | 8 | ~AAAAAAAA+H8=~ | 000000000000f87f",
                "FLOAT | 8 | 0 | 0000000000000000",
                "FLOAT | 8 | 1e400 | 000000000000f07f",
                "FLOAT | 8 | 0.1 | 9a9999999999b93f",
                "COMPLEX | 8 | [1, ~NaN~] | 0000803f0000c07f",
                "COMPLEX | 16 | [0.0, -1.0] | 0000000000000000000000000000f0bf",
                "UTF32 | 8 | ~~ | 0000000000000000",
                "UTF32 | 8 | ~xy~ | 7800000079000000",
                "UTF32 | 8 | 0 | 0000000000000000",
                "ASCII | 3 | ~~ | 000000",
                "ASCII | 3 | ~AAAA~ | 000000",
                "ASCII | 3 | ~YWI=~ | 616200",
                "ASCII | 3 | 0 | 000000",
            })
    void fillValueIsAnElement(Kind kind, int bytes, String fill, String element) {
        var type = new DataType(kind, bytes);
        assertThat(hex(type, fill.replace('~', '"'))).isEqualTo(element);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | 1 | 128",
                "INT | 1 | -129",
                "UINT | 1 | 256",
                "UINT | 1 | -1",
                "UINT | 2 | 0.5",
                "UINT | 2 | 1e400",
                "UINT | 2 | NaN",
                "UINT | 2 | true",
                "UINT | 2 | [0]",
                "INT | 8 | 9223372036854775808",
                "UINT | 8 | 18446744073709551616",
                "UINT | 8 | -1",
                "FLOAT | 4 | ~nan~",
                "FLOAT | 4 | ~AAAA~",
                "FLOAT | 4 | ~0x7f~",
                "FLOAT | 4 | ~0xzz000000~",
                "FLOAT | 4 | ~~",
                "FLOAT | 4 | true",
                "FLOAT | 4 | {}",
                "COMPLEX | 8 | 0",
                "COMPLEX | 8 | [0]",
                "UTF32 | 8 | ~xyz~",
                "UTF32 | 8 | [1]",
                "ASCII | 3 | ~YWJjZA==~",
                "ASCII | 3 | ~*~",
                "ASCII | 3 | 7",
            })
    void whatIsNoValueOfTheTypeIsRefused(Kind kind, int bytes, String fill) {
        var type = new DataType(kind, bytes);
        assertThatThrownBy(() -> hex(type, fill.replace('~', '"'))).isInstanceOf(IllegalArgumentException.class);
    }

    /// Rule I8: null is 0 with no mask.
    @Test
    void nullIsZero() {
        for (DataType type : List.of(DataType.BOOL, DataType.INT64, DataType.FLOAT32, new DataType(Kind.UTF32, 8))) {
            assertThat(FillValues.bytes(type, null)).containsOnly(0).hasSize(type.bytes());
            assertThat(FillValues.bytes(type, NullNode.getInstance())).containsOnly(0);
        }
    }

    /// Rule R28: NaN is stored as the codec's nodata.
    @Test
    void castArrayIsFilledWithItsStoredNodata() {
        for (long nodata : new long[] {0, 65535}) {
            var array = new ArrayMetadata(
                    3,
                    DataType.FLOAT32,
                    List.of(4, 4),
                    List.of(2, 2),
                    ChunkKeys.DEFAULT_SLASH,
                    json("\"NaN\""),
                    List.of(
                            new Codec.ScaleOffset(10000, -0.1),
                            new Codec.CastValue(DataType.UINT16, Optional.of(nodata)),
                            new Codec.Bytes(Codec.Endian.LITTLE)),
                    List.of(),
                    Json.object());
            assertThat(array.storedType()).isEqualTo(DataType.UINT16);
            assertThat(FillValues.stored(array)).containsOnly((byte) nodata).hasSize(2);
        }
    }

    @Test
    void exactIntegersAreKnownHoweverTheyAreWritten() {
        assertThat(FillValues.exactInteger(json("5"))).contains(5L);
        assertThat(FillValues.exactInteger(json("5.0"))).contains(5L);
        assertThat(FillValues.exactInteger(json("5e3"))).contains(5000L);
        assertThat(FillValues.exactInteger(json("-9223372036854775808"))).contains(Long.MIN_VALUE);
        for (String none : List.of("5.5", "1e400", "NaN", "\"5\"", "null", "[5]", "9223372036854775808", "1e20")) {
            assertThat(FillValues.exactInteger(json(none))).as(none).isEmpty();
        }
    }
}
