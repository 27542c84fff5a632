package dev.zarrgo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// Builds a page that is well-formed XML as well as HTML; all text and all attribute values are escaped.
///
/// A page is one file: it loads nothing, and a policy in its head keeps hostile content from doing so.
final class Html {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /// Begins a page; the body is open.
    ///
    /// @param style name of a style sheet beside this class
    Html(String title, String style) {
        out.append("<!DOCTYPE html>\n");
        open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml");
        open("head");
        empty("meta", "charset", "utf-8");
        empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        empty("meta", "name", "color-scheme", "content", "light dark");
        element("title", title);
        // Ours, and read as it is by HTML and XML alike: it has no `<` and no `&`.
        out.append("<style>").append(resource(style)).append("</style>");
        close();
        open("body");
    }

    private static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Begins an element.
    ///
    /// @param attributes names and values by turns; an empty value is left out with its name
    Html open(String name, String... attributes) {
        start(name, attributes);
        out.append('>');
        open.push(name);
        return this;
    }

    /// Ends the element that was begun last.
    Html close() {
        String name = open.pop();
        out.append("</").append(name).append('>');
        if (!INLINE.contains(name)) {
            out.append('\n');
        }
        return this;
    }

    private static final Set<String> INLINE =
            Set.of("b", "span", "title", "dt", "dd", "time", "td", "th", "li", "i", "rect");

    /// An element with text only.
    Html element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    /// An element that has no content by its nature, such as `img`.
    Html empty(String name, String... attributes) {
        start(name, attributes);
        out.append("/>");
        return this;
    }

    private void start(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1]);
                out.append('"');
            }
        }
    }

    Html text(String text) {
        escape(text);
        return this;
    }

    /// JSON for scripts that read the page; no browser runs it.
    Html data(String id, String json) {
        // Within strings only, where JSON has an escape for them.
        String harmless = json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
        out.append("<script type=\"application/json\" id=\"").append(id).append("\">");
        out.append(harmless).append("</script>\n");
        return this;
    }

    /// Ends the page.
    String page() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }

    private void escape(String text) {
        text.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isSafe(character) ? character : REPLACEMENT);
            }
        });
    }

    /// Neither forbidden in XML nor able to change the direction of what follows.
    private static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character == '\n' || character == '\t';
            case Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.FORMAT -> !isDirectional(character);
            default -> true;
        };
    }

    private static boolean isDirectional(int character) {
        return (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x200E
                || character == 0x200F
                || character == 0x061C;
    }
}
