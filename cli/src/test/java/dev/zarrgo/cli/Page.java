package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A page that was written, read as XML.
record Page(String source, Document document) {

    static Page of(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// @throws AssertionError if the text is not well-formed
    static Page of(String source) {
        try {
            return new Page(
                    source,
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(source))));
        } catch (ParserConfigurationException | SAXException | IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// Elements of this name that a condition holds for, in order.
    List<Element> elements(String name, Predicate<Element> condition) {
        NodeList all = document.getElementsByTagName(name);
        var found = new ArrayList<Element>();
        for (int i = 0; i < all.getLength(); i++) {
            if (condition.test((Element) all.item(i))) {
                found.add((Element) all.item(i));
            }
        }
        return found;
    }

    List<Element> elements(String name) {
        return elements(name, _ -> true);
    }

    List<Element> ofClass(String name, String type) {
        return elements(name, element -> element.getAttribute("class").equals(type));
    }

    List<String> texts(String name) {
        return elements(name).stream().map(Element::getTextContent).toList();
    }

    /// One file that loads nothing and runs nothing, for small screens, for light and dark.
    void assertStandsAlone() {
        assertThat(source).startsWith("<!DOCTYPE html>").doesNotContain("http://www.w3.org/1999/xlink");
        assertThat(elements("script", script -> !script.getAttribute("type").equals("application/json")))
                .isEmpty();
        for (String loading : List.of("link", "iframe", "object", "embed", "base", "form", "video", "audio")) {
            assertThat(elements(loading)).as(loading).isEmpty();
        }
        assertThat(elements("img")).allSatisfy(image -> {
            assertThat(image.getAttribute("src")).startsWith("data:image/png;base64,");
            assertThat(image.getAttribute("alt")).isNotEmpty();
        });
        String style = elements("style").getFirst().getTextContent();
        assertThat(style).contains("prefers-color-scheme: dark").doesNotContain("url(", "@import");
        assertThat(elements("meta", meta -> meta.getAttribute("name").equals("viewport")))
                .hasSize(1);
        assertThat(elements("meta", meta -> meta.getAttribute("http-equiv").equals("Content-Security-Policy")))
                .hasSize(1)
                .allSatisfy(meta -> assertThat(meta.getAttribute("content")).startsWith("default-src 'none';"));
        assertThat(elements("html").getFirst().getAttribute("lang")).isEqualTo("en");
        assertThat(elements("h1")).hasSize(1);
    }
}
