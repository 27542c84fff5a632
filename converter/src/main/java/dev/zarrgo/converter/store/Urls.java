package dev.zarrgo.converter.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// Keys as parts of URLs.
///
/// Source: RFC 3986; <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>, `UriEncode`.
final class Urls {

    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Urls() {}

    /// A key in a path: everything but letters, digits, `-._~` and `/` is escaped.
    static String path(String key) {
        return encoded(key, "/");
    }

    /// A name or value in a query.
    static String parameter(String text) {
        return encoded(text, "");
    }

    private static String encoded(String text, String kept) {
        var url = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xFF);
            if (isPlain(letter) || kept.indexOf(letter) >= 0) {
                url.append(letter);
            } else {
                url.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return url.toString();
    }

    private static boolean isPlain(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || UNRESERVED.indexOf(letter) >= 0;
    }

    /// What a person typed as the path of a URL: escapes stay, the rest is escaped where needed.
    static String typedPath(String text) {
        var url = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            if (text.startsWith("%", i) && text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
                url.append(text, i, i + 3);
                i += 3;
            } else {
                int letter = text.codePointAt(i);
                url.append(encoded(Character.toString(letter), "/!$&'()*+,;=:@"));
                i += Character.charCount(letter);
            }
        }
        return url.toString();
    }

    /// An endpoint: http or https and a host, perhaps a port and a path; `:443` and `:80` are dropped where
    /// they say nothing (rule I4).
    static Optional<URI> endpoint(String text) {
        try {
            var uri = new URI(text.strip().replaceFirst("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.matches("https?") || uri.getHost() == null || uri.getRawQuery() != null) {
                return Optional.empty();
            }
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return Optional.of(URI.create(scheme + "://" + host(uri) + path));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// The host of a URL, with the port where that is not the usual one: the `Host` of a request.
    static String host(URI uri) {
        int usual = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /// @throws IllegalArgumentException if this is no key of a store
    static String checkedKey(String key) {
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("'%s' is no key".formatted(key));
            }
        }
        return key;
    }
}
