package dev.zarrgo.converter.store;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The few XML documents that S3 speaks: flat texts, and lists of flat records.
///
/// @param root name of the document's element
/// @param texts directly below the root, by name
/// @param records below the root that have elements of their own, by name, in order
record S3Xml(String root, Map<String, String> texts, Map<String, List<Map<String, String>>> records) {

    private static final int ROOT = 1;
    private static final int FIELD = 2;

    /// @throws XMLStreamException if this is no such document
    static S3Xml parse(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader in = factory.createXMLStreamReader(new StringReader(text));
        String root = "";
        var texts = new HashMap<String, String>();
        var records = new HashMap<String, List<Map<String, String>>>();
        Map<String, String> record = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        var content = new StringBuilder();
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.push(in.getLocalName());
                    content.setLength(0);
                    if (path.size() == ROOT) {
                        root = in.getLocalName();
                    } else if (path.size() == FIELD) {
                        record = new HashMap<>();
                    }
                }
                case XMLStreamConstants.CHARACTERS -> content.append(in.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    String name = path.pop();
                    if (path.size() == FIELD) {
                        record.putIfAbsent(name, content.toString());
                    } else if (path.size() == ROOT && record.isEmpty()) {
                        texts.putIfAbsent(name, content.toString());
                    } else if (path.size() == ROOT) {
                        records.computeIfAbsent(name, _ -> new ArrayList<>()).add(record);
                    }
                }
                default -> {}
            }
        }
        return new S3Xml(root, Map.copyOf(texts), Map.copyOf(records));
    }

    /// A text below the root; empty if there is none.
    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    List<Map<String, String>> records(String name) {
        return records.getOrDefault(name, List.of());
    }

    /// A text as content of an element.
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
