package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Between the JSON form of a fill value and the bytes of an element.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/data-types/index.html>, rules I8 (null is 0) and
/// R33.
public final class FillValues {

    private static final DataType UINT64 = new DataType(DataType.Kind.UINT, Long.BYTES);

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
            case INT, UINT -> putInteger(buffer, type.bytes(), integer(type, value));
            case FLOAT -> putFloating(buffer, type.bytes(), value);
            case COMPLEX -> {
                if (!value.isArray() || value.size() != 2) {
                    throw new IllegalArgumentException("%s is no complex number".formatted(value));
                }
                putFloating(buffer, type.bytes() / 2, value.get(0));
                putFloating(buffer, type.bytes() / 2, value.get(1));
            }
            case UTF32, ASCII -> {
                byte[] text = text(type, value);
                if (text.length > element.length) {
                    throw new IllegalArgumentException("%s is longer than %d bytes".formatted(value, element.length));
                }
                buffer.put(text);
            }
        }
        return element;
    }

    /// Text as it is, bytes in base64, and the 0 that older writers mean by both.
    private static byte[] text(DataType type, JsonNode value) {
        if (value.isNumber() && value.doubleValue() == 0) {
            return new byte[0];
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException("%s is no text".formatted(value));
        }
        return type.kind() == DataType.Kind.UTF32
                ? value.asText().getBytes(StandardCharsets.UTF_32LE)
                : Base64.getDecoder().decode(value.asText());
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

    /// A floating-point number: as such, by name, as base64 of a little-endian double, or as the
    /// hexadecimal digits of its bits.
    private static void putFloating(ByteBuffer buffer, int bytes, JsonNode value) {
        String text = value.isTextual() ? value.asText() : "";
        if (text.startsWith("0x")) {
            if (text.length() != 2 + 2 * bytes) {
                throw new IllegalArgumentException("%s are not %d bytes".formatted(text, bytes));
            }
            long bits = HexFormat.fromHexDigitsToLong(text, 2, text.length());
            putInteger(buffer, bytes, bits);
            return;
        }
        double number =
                switch (text) {
                    case "NaN" -> Double.NaN;
                    case "Infinity" -> Double.POSITIVE_INFINITY;
                    case "-Infinity" -> Double.NEGATIVE_INFINITY;
                    default -> value.isNumber() ? value.doubleValue() : fromBase64(text);
                };
        if (bytes == Float.BYTES) {
            buffer.putFloat((float) number);
        } else {
            buffer.putDouble(number);
        }
    }

    private static double fromBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != Double.BYTES) {
            throw new IllegalArgumentException("%s is no number".formatted(text));
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble();
    }

    private static long integer(DataType type, JsonNode value) {
        if (type.equals(UINT64)
                && value.isBigInteger()
                && value.bigIntegerValue().bitLength() == Long.SIZE
                && value.bigIntegerValue().signum() > 0) {
            return value.bigIntegerValue().longValue(); // the upper half
        }
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

    private static void putInteger(ByteBuffer buffer, int bytes, long value) {
        switch (bytes) {
            case 1 -> buffer.put((byte) value);
            case 2 -> buffer.putShort((short) value);
            case 4 -> buffer.putInt((int) value);
            default -> buffer.putLong(value);
        }
    }
}
