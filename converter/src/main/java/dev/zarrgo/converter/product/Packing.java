package dev.zarrgo.converter.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.FillValues;
import java.util.Optional;
import java.util.OptionalLong;

/// How an integer array stands for physical values: value = number * scale + offset.
///
/// @param scale as the source writes it
/// @param offset as the source writes it
public record Packing(JsonNode scale, JsonNode offset) {

    private static final String SCALE = "scale_factor";
    private static final String OFFSET = "add_offset";
    private static final String FILL = "_FillValue";
    private static final String EOPF_FILL = "fill_value";

    /// The packing of an array; empty for floats, and where it is trivial (rule I11).
    public static Optional<Packing> of(ArrayMetadata array) {
        ObjectNode attributes = array.attributes();
        if (!array.type().isInteger() || !(attributes.has(SCALE) || attributes.has(OFFSET))) {
            return Optional.empty();
        }
        JsonNode scale = number(attributes, SCALE, 1);
        JsonNode offset = number(attributes, OFFSET, 0);
        boolean trivial = scale.doubleValue() == 1 && offset.doubleValue() == 0;
        return trivial ? Optional.empty() : Optional.of(new Packing(scale, offset));
    }

    private static JsonNode number(ObjectNode attributes, String name, int otherwise) {
        JsonNode value = attributes.path(name);
        return value.isNumber() ? value : attributes.numberNode(otherwise);
    }

    /// Whether scale and offset, as far as they are stated, are numbers that values can be computed with.
    public static boolean isSound(ArrayMetadata array) {
        JsonNode scale = array.attributes().path(SCALE);
        return isSound(scale)
                && isSound(array.attributes().path(OFFSET))
                && !(scale.isNumber() && scale.doubleValue() == 0);
    }

    private static boolean isSound(JsonNode value) {
        return value.isMissingNode() || value.isNull() || (value.isNumber() && Double.isFinite(value.doubleValue()));
    }

    public double scaleFactor() {
        return scale.doubleValue();
    }

    public double addOffset() {
        return offset.doubleValue();
    }

    /// The stored integer that means no measurement (rule I9).
    public static OptionalLong nodata(ArrayMetadata array) {
        ObjectNode attributes = array.attributes();
        if (!array.type().isInteger()) {
            return OptionalLong.empty();
        }
        Optional<Long> value = Optional.empty();
        if (attributes.has(FILL)) {
            value = FillValues.exactInteger(attributes.get(FILL));
        } else if (array.zarrFormat() == 3) {
            value = FillValues.exactInteger(attributes.path(EOPF_FILL));
        } else if (array.fillValue() != null && (of(array).isPresent() || attributes.has(EOPF_FILL))) {
            value = FillValues.exactInteger(array.fillValue());
        }
        return value.filter(number -> FillValues.fits(array.type(), number))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }
}
