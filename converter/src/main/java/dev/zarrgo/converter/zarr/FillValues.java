package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Between the JSON form of a fill value and the bytes of an element.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/data-types/index.html>, rules I8 (null is 0) and
/// R33.
public final class FillValues {

    private FillValues() {}

    /// The element that the JSON form stands for, least significant byte first.
    ///
    /// @throws IllegalArgumentException if it is no value of this type
    public static byte[] bytes(DataType type, @Nullable JsonNode value) {
        byte[] element = new byte[type.bytes()];
        ByteBuffer buffer = ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN);
        if (value == null || value.isNull()) {
            return element;
        }
        switch (type.kind()) {
            case BOOL -> element[0] = (byte) (value.asBoolean() ? 1 : 0);
            case INT, UINT -> putInteger(buffer, type, integer(type, value));
            case FLOAT -> putFloat(buffer, type.bytes(), floating(value));
            case COMPLEX -> {
                if (!value.isArray() || value.size() != 2) {
                    throw new IllegalArgumentException("%s is no complex number".formatted(value));
                }
                putFloat(buffer, type.bytes() / 2, floating(value.get(0)));
                putFloat(buffer, type.bytes() / 2, floating(value.get(1)));
            }
            case UTF32, ASCII -> {
                if (!value.asText().isEmpty() && !value.asText().equals("0")) {
                    throw new IllegalArgumentException("text %s as fill value".formatted(value));
                }
            }
        }
        return element;
    }

    /// The stored element that a chunk which is not stored consists of, least significant byte first.
    ///
    /// Where a codec casts, the fill value is the logical one, and its NaN is stored as the codec's nodata
    /// (rule R28).
    public static byte[] stored(ArrayMetadata metadata) {
        DataType stored = metadata.storedType();
        if (stored.equals(metadata.type())) {
            return bytes(stored, metadata.fillValue());
        }
        long nodata = metadata.innerCodecs().stream()
                .filter(Codec.CastValue.class::isInstance)
                .map(codec -> ((Codec.CastValue) codec).nodata().orElse(0L))
                .findFirst()
                .orElse(0L);
        return bytes(stored, LongNode.valueOf(nodata));
    }

    /// A floating-point number, `NaN` and the infinities spelled out or base64 of a little-endian double
    /// included.
    static double floating(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return switch (value.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> fromBase64(value.asText());
        };
    }

    private static double fromBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != Double.BYTES) {
            throw new IllegalArgumentException("%s is no number".formatted(text));
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble();
    }

    private static long integer(DataType type, JsonNode value) {
        Optional<Long> exact = exactInteger(value);
        if (exact.isEmpty() || !fits(type, exact.get())) {
            throw new IllegalArgumentException("%s is no %s".formatted(value, type.zarrName()));
        }
        return exact.get();
    }

    /// The integer that a JSON number is, whatever way it is written.
    public static Optional<Long> exactInteger(JsonNode value) {
        if (!value.isNumber()) {
            return Optional.empty();
        }
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? Optional.of(value.longValue()) : Optional.empty();
        }
        double number = value.doubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? Optional.of((long) number)
                : Optional.empty();
    }

    /// Whether an integer type holds `value`; of 64 unsigned bits the lower half.
    public static boolean fits(DataType type, long value) {
        int bits = 8 * type.bytes();
        return switch (type.kind()) {
            case INT -> bits == 64 || (value >= -(1L << (bits - 1)) && value < 1L << (bits - 1));
            case UINT -> value >= 0 && (bits == 64 || value < 1L << bits);
            case BOOL, FLOAT, COMPLEX, UTF32, ASCII -> false;
        };
    }

    private static void putInteger(ByteBuffer buffer, DataType type, long value) {
        switch (type.bytes()) {
            case 1 -> buffer.put((byte) value);
            case 2 -> buffer.putShort((short) value);
            case 4 -> buffer.putInt((int) value);
            default -> buffer.putLong(value);
        }
    }

    private static void putFloat(ByteBuffer buffer, int bytes, double value) {
        if (bytes == Float.BYTES) {
            buffer.putFloat((float) value);
        } else {
            buffer.putDouble(value);
        }
    }
}
