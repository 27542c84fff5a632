package dev.zarrgo.registrar.titiler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The query of a link, encoded the way tile servers and map clients agree on: percent, never `+`.
///
/// Source: rule P40.
final class Query {

    private final List<String> parts = new ArrayList<>();

    Query add(String name, String value) {
        parts.add(name + "=" + encoded(value));
        return this;
    }

    /// Everything but letters, digits and `-._~` in percent.
    static String encoded(String value) {
        var text = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (plain) {
                text.append((char) c);
            } else {
                text.append("%%%02X".formatted(c));
            }
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return String.join("&", parts);
    }
}
