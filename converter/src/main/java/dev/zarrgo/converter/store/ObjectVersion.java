package dev.zarrgo.converter.store;

import java.net.http.HttpHeaders;

/// What tells one content of an object from another.
///
/// @param tag the entity tag, quotes included; empty if the server gives none
/// @param modified as the server writes it; empty if it does not
/// @param size bytes in all
record ObjectVersion(String tag, String modified, long size) {

    static ObjectVersion of(HttpHeaders headers, long size) {
        return new ObjectVersion(
                headers.firstValue("etag").orElse(""),
                headers.firstValue("last-modified").orElse(""),
                size);
    }

    /// Whether the tag stands for the very bytes, so that a server compares it in a condition.
    boolean isStrong() {
        return !tag.isEmpty() && !tag.startsWith("W/");
    }

    boolean contradicts(ObjectVersion other) {
        if (size != other.size) {
            return true;
        }
        if (!tag.isEmpty() && !other.tag.isEmpty()) {
            return !tag.equals(other.tag);
        }
        return !modified.isEmpty() && !other.modified.isEmpty() && !modified.equals(other.modified);
    }
}
