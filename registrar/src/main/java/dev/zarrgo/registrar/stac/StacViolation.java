package dev.zarrgo.registrar.stac;

/// Something in a document that the standard forbids.
///
/// @param pointer JSON pointer to it, for example `/properties/datetime`
/// @param schema which rule set says so, for example `projection/v2.0.0`
public record StacViolation(String pointer, String schema, String message) {

    @Override
    public String toString() {
        return "%s: %s (%s)".formatted(pointer.isEmpty() ? "/" : pointer, message, schema);
    }
}
