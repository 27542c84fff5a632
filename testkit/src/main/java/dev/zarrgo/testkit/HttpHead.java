package dev.zarrgo.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The first line and the headers of a request or an answer.
///
/// @param line without its end
/// @param headers names in lower case
/// @param text all of it as it came, the empty line included
record HttpHead(String line, Map<String, String> headers, String text) {

    private static final int MAX_BYTES = 64 * 1024;

    /// @throws EOFException if there is no further message
    static HttpHead read(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.length() < MAX_BYTES) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            text.append((char) octet);
            if (text.length() > 3 && text.substring(text.length() - 4).equals("\r\n\r\n")) {
                return parse(text.toString());
            }
        }
        throw new IOException("a head without end");
    }

    private static HttpHead parse(String text) {
        String[] lines = text.split("\r\n", -1);
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        return new HttpHead(lines[0], headers, text);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Bytes of the body; -1 if they come in chunks or up to the end of the connection.
    long bodyBytes() {
        String length = header("content-length");
        return length.isEmpty() ? -1 : Long.parseLong(length);
    }

    boolean isChunked() {
        return header("transfer-encoding").equalsIgnoreCase("chunked");
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The same with another value of a header; empty removes it.
    HttpHead with(String name, String value) {
        var changed = new StringBuilder();
        for (String old : text.substring(0, text.length() - 2).split("(?<=\r\n)", -1)) {
            if (!old.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                changed.append(old);
            }
        }
        if (!value.isEmpty()) {
            changed.append(name).append(": ").append(value).append("\r\n");
        }
        return parse(changed.append("\r\n").toString());
    }
}
