package dev.zarrgo.converter.convert;

/// How packed physical quantities are stored (rule R26).
public enum Encoding {
    /// The source's integers with CF attributes.
    PACKED,
    /// The same integers behind `scale_offset` and `cast_value` codecs.
    CODEC,
    /// Decoded values.
    FLOAT32
}
