package dev.zarrgo.converter.codec;

import java.util.Optional;

/// The type of an element as Zarr names it, without its byte order.
///
/// Source: <https://zarr-specs.readthedocs.io/en/latest/v3/data-types/index.html>, rule I8.
///
/// @param kind what the bytes mean
/// @param bytes bytes of one element, at least 1
public record DataType(Kind kind, int bytes) {

    /// What the bytes of an element mean.
    public enum Kind {
        BOOL,
        INT,
        UINT,
        FLOAT,
        COMPLEX,
        /// Text of `bytes / 4` code points in UTF-32, padded with zeros.
        UTF32,
        /// Text of `bytes` ASCII characters, padded with zeros.
        ASCII
    }

    public static final DataType BOOL = new DataType(Kind.BOOL, 1);
    public static final DataType INT64 = new DataType(Kind.INT, 8);
    public static final DataType UINT8 = new DataType(Kind.UINT, 1);
    public static final DataType UINT16 = new DataType(Kind.UINT, 2);
    public static final DataType FLOAT32 = new DataType(Kind.FLOAT, 4);
    public static final DataType FLOAT64 = new DataType(Kind.FLOAT, 8);

    /// Longest text element that is read, in bytes; a longer one is a sign of broken metadata.
    private static final int MAX_TEXT_BYTES = 1 << 16;

    public DataType {
        boolean known =
                switch (kind) {
                    case BOOL -> bytes == 1;
                    case INT, UINT -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
                    case FLOAT -> bytes == 4 || bytes == 8;
                    case COMPLEX -> bytes == 8 || bytes == 16;
                    case UTF32 -> bytes >= 4 && bytes % 4 == 0 && bytes <= MAX_TEXT_BYTES;
                    case ASCII -> bytes >= 1 && bytes <= MAX_TEXT_BYTES;
                };
        if (!known) {
            throw new IllegalArgumentException("no %s of %d bytes".formatted(kind, bytes));
        }
    }

    /// The Zarr v3 name; text types need a configuration beside it.
    public String zarrName() {
        return switch (kind) {
            case BOOL -> "bool";
            case INT -> "int" + 8 * bytes;
            case UINT -> "uint" + 8 * bytes;
            case FLOAT -> "float" + 8 * bytes;
            case COMPLEX -> "complex" + 8 * bytes;
            case UTF32 -> "fixed_length_utf32";
            case ASCII -> "null_terminated_bytes";
        };
    }

    /// The numeric type with this Zarr v3 name.
    public static Optional<DataType> named(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "bool" -> BOOL;
                    case "int8" -> new DataType(Kind.INT, 1);
                    case "int16" -> new DataType(Kind.INT, 2);
                    case "int32" -> new DataType(Kind.INT, 4);
                    case "int64" -> INT64;
                    case "uint8" -> UINT8;
                    case "uint16" -> UINT16;
                    case "uint32" -> new DataType(Kind.UINT, 4);
                    case "uint64" -> new DataType(Kind.UINT, 8);
                    case "float32" -> FLOAT32;
                    case "float64" -> FLOAT64;
                    case "complex64" -> new DataType(Kind.COMPLEX, 8);
                    case "complex128" -> new DataType(Kind.COMPLEX, 16);
                    default -> null;
                });
    }

    public boolean isInteger() {
        return kind == Kind.INT || kind == Kind.UINT;
    }

    public boolean isText() {
        return kind == Kind.UTF32 || kind == Kind.ASCII;
    }

    /// Bytes of the unit that byte order applies to: a complex number is two of them, text one per code
    /// point.
    public int wordBytes() {
        return switch (kind) {
            case BOOL, INT, UINT, FLOAT -> bytes;
            case COMPLEX -> bytes / 2;
            case UTF32 -> 4;
            case ASCII -> 1;
        };
    }
}
