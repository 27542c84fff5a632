package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of attributes (rules R3, R5, R64, R65).
class ArrayAttributesTest {

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'_eopf_attrs': {'a': 1}, 'long_name': 'x'}        | {'long_name': 'x'}",
                "{'_ARRAY_DIMENSIONS': ['y'], '_FillValue': 0}      | {}",
                "{'proj:code': 'a', 'proj:wkt2': 'b', 'proj:projjson': {}, 'proj:epsg': 1} | {'proj:epsg': 1}",
                "{'flag_meanings': ['a', 'b']}                      | {'flag_meanings': 'a b'}",
                "{'flag_meanings': 'a b'}                           | {'flag_meanings': 'a b'}",
                "{'coordinates': 'band x  y'}                       | {'coordinates': 'x y'}",
                "{'coordinates': 'band'}                            | {}",
                "{'a': [NaN, {'b': Infinity, 'c': -Infinity}]}      | {'a': ['NaN', {'b': 'Infinity', 'c': '-Infinity'}]}",
                "{'a': 0.10, 'b': 1e400, 'c': null, 'd': 12345678901234567890} | {'a': 0.10, 'b': 1e400, 'c': null, 'd': 12345678901234567890}",
            })
    void attributesAreCleaned(String source, String target) {
        assertThat(ArrayAttributes.cleaned(json(source), Set.of("band"))).isEqualTo(json(target));
    }

    /// Rule R68: nobody else's objects are changed.
    @Test
    void sourceStaysAsItIs() {
        ObjectNode source = json("{'a': {'b': [1]}, 'coordinates': 'band', '_FillValue': 1}");
        JsonNode before = source.deepCopy();
        ObjectNode cleaned = ArrayAttributes.cleaned(source, Set.of("band"));
        ((ObjectNode) cleaned.path("a")).put("c", 1);
        assertThat(source).isEqualTo(before);
    }

    @Test
    void packingIsSaidInAnotherWay() {
        ObjectNode attributes = json("{'dtype': '<u2', 'fill_value': 0, 'valid_min': 1, 'valid_max': 6553,"
                + " 'scale_factor': 0.1, 'add_offset': 0, 'units': 'm'}");
        ArrayAttributes.removePacking(attributes);
        assertThat(attributes).isEqualTo(json("{'units': 'm'}"));
    }
}
