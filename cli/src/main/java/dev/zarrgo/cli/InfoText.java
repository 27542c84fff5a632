package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.check.StoreSummary;
import dev.zarrgo.converter.check.StoreSummary.Array;
import dev.zarrgo.converter.check.StoreSummary.Entry;
import dev.zarrgo.converter.check.StoreSummary.Group;
import dev.zarrgo.converter.check.StoreSummary.Unreadable;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a store holds, for a person: some facts and a tree of a hundred columns.
final class InfoText {

    private static final int COLUMNS = 100;
    private static final int MAX_NAME = 44;

    private static final String SHAPE_TO_RATIO = "%13s  %-8s %-15s %8s %6s";

    private static final String BOLD = "\u001B[1m";
    private static final String FAINT = "\u001B[2m";
    private static final String RED = "\u001B[31m";
    private static final String PLAIN = "\u001B[0m";

    private final PrintWriter out;
    private final boolean verbose;
    private final boolean coloured;
    private boolean metric;
    private int nameWidth;

    InfoText(PrintWriter out, boolean verbose, boolean coloured) {
        this.out = out;
        this.verbose = verbose;
        this.coloured = coloured;
    }

    void print(StoreSummary summary) {
        metric = isMetric(summary);
        nameWidth = Math.min(MAX_NAME, width(summary.root(), 0));
        printFacts(summary);
        long groups = summary.root().children().stream()
                .filter(Group.class::isInstance)
                .count();
        out.println();
        out.println("Total groups: " + groups);
        out.println("Group structure:");
        out.println(" ".repeat(nameWidth)
                + styled(FAINT, SHAPE_TO_RATIO.formatted("shape", "type", "chunk / shard", "stored", "ratio")));
        out.println("/");
        if (verbose) {
            printAttributes(summary.root().attributes(), "");
        }
        printChildren(summary.root(), "");
    }

    /// Whether pixels are measured in metres, not in degrees.
    static boolean isMetric(StoreSummary summary) {
        return summary.crs().flatMap(Crs::of).filter(Crs::isGeographic).isEmpty();
    }

    /// Columns that the longest name needs, with the lines in front of it.
    private static int width(Group group, int indent) {
        int width = 0;
        for (Entry child : group.children()) {
            width = Math.max(width, indent + 4 + child.name().length());
            if (child instanceof Group inner) {
                width = Math.max(width, width(inner, indent + 4));
            }
        }
        return width;
    }

    // --- facts

    private void printFacts(StoreSummary summary) {
        out.println(styled(BOLD, summary.store().name()));
        fact("kind", summary.kind());
        fact("Zarr", "version %d".formatted(summary.zarrFormat()));
        summary.crs()
                .ifPresent(code -> fact(
                        "CRS",
                        Crs.of(code)
                                .map(crs -> "%s, %s".formatted(code, crs.name()))
                                .orElse(code)));
        summary.bbox()
                .ifPresent(box -> fact(
                        "bbox",
                        box.edges().stream()
                                .map(edge -> String.format(Locale.ROOT, "%.5f", edge))
                                .collect(Collectors.joining("  "))));
        fact(
                "holds",
                "%,d arrays in %,d groups%s"
                        .formatted(
                                summary.root().arrays(),
                                summary.root().groups() + 1,
                                summary.objects().isPresent()
                                        ? ", %,d objects"
                                                .formatted(summary.objects().getAsLong())
                                        : ""));
        fact("size", size(summary));
        summary.provenance().ifPresent(provenance -> {
            fact("made by", provenance.converter());
            fact("made from", provenance.source());
        });
    }

    static String size(StoreSummary summary) {
        String raw = Terminal.bytes(summary.root().rawBytes());
        OptionalLong stored = summary.storedBytes();
        return stored.isEmpty()
                ? raw
                : "%s stored in %s, ratio %s"
                        .formatted(
                                raw,
                                Terminal.bytes(stored.getAsLong()),
                                InfoJson.ratio(summary.root().rawBytes(), stored.getAsLong()));
    }

    private void fact(String name, String value) {
        out.println("  %s  %s".formatted(styled(FAINT, "%-9s".formatted(name)), value));
    }

    // --- tree

    private void printChildren(Group group, String indent) {
        List<Entry> children = group.children();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            printEntry(children.get(i), indent + (last ? "└── " : "├── "), indent + (last ? "    " : "│   "));
        }
    }

    private void printEntry(Entry entry, String lead, String indent) {
        switch (entry) {
            case Group group -> {
                out.println(row(lead, styled(BOLD, group.name()), group.name(), columns(group)));
                if (verbose) {
                    printAttributes(group.attributes(), indent);
                }
                printChildren(group, indent);
            }
            case Array array -> {
                out.println(row(lead, array.name(), array.name(), columns(array)));
                if (verbose) {
                    printAttributes(array.metadata().attributes(), indent);
                }
            }
            case Unreadable unreadable ->
                out.println(row(
                        lead,
                        styled(RED, unreadable.name()),
                        unreadable.name(),
                        "  " + styled(RED, cut(unreadable.reason(), COLUMNS - nameWidth - 2))));
        }
    }

    private String row(String lead, String shown, String name, String columns) {
        int room = Math.max(1, nameWidth - lead.length() - name.length());
        return (styled(FAINT, lead) + shown + " ".repeat(room) + columns).stripTrailing();
    }

    /// What is in a group of levels, or the size of the pixels in one of them, and how much is stored.
    private String columns(Group group) {
        String what = "%13s".formatted(group.pixelSize().map(this::pixels).orElse(""));
        if (!group.levels().isEmpty()) {
            what = "  %d levels, %s to %s"
                    .formatted(
                            group.levels().size(),
                            pixels(group.levels().getFirst().pixelSize()),
                            pixels(group.levels().getLast().pixelSize()));
        }
        OptionalLong stored = group.storedBytes();
        boolean sized = stored.isPresent() && group.rawBytes() > 0;
        return styled(
                FAINT,
                "%-40s %8s %6s"
                        .formatted(
                                what,
                                sized ? Terminal.bytes(stored.getAsLong()) : "",
                                sized ? InfoJson.ratio(group.rawBytes(), stored.getAsLong()) : ""));
    }

    private String pixels(double size) {
        return pixels(size, metric);
    }

    /// `10 m`, `0.25°`.
    static String pixels(double size, boolean metric) {
        String number = size == Math.rint(size) ? Long.toString((long) size) : Double.toString(size);
        return number + (metric ? " m" : "°");
    }

    private static String columns(Array array) {
        ArrayMetadata metadata = array.metadata();
        OptionalLong stored = array.storedBytes();
        boolean held = stored.isPresent() && stored.getAsLong() > 0;
        return SHAPE_TO_RATIO.formatted(
                shape(metadata.shape()),
                type(metadata),
                chunks(metadata),
                stored.isEmpty() ? "" : held ? Terminal.bytes(stored.getAsLong()) : "–",
                held ? InfoJson.ratio(array.rawBytes(), stored.getAsLong()) : "");
    }

    /// Chunk, and shard where there are any.
    static String chunks(ArrayMetadata metadata) {
        String chunk = shape(metadata.innerChunkShape());
        return metadata.sharding().isPresent() ? chunk + " / " + shape(metadata.chunkShape()) : chunk;
    }

    /// `10980²`, `2×23×23`, and nothing for a scalar.
    static String shape(List<Integer> shape) {
        if (shape.size() == 2 && shape.get(0).equals(shape.get(1))) {
            return shape.getFirst() + "²";
        }
        return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }

    static String type(ArrayMetadata metadata) {
        DataType type = metadata.type();
        return switch (type.kind()) {
            case UTF32 -> "text " + type.bytes() / 4;
            case ASCII -> "ascii " + type.bytes();
            case BOOL, INT, UINT, FLOAT, COMPLEX -> type.zarrName();
        };
    }

    private void printAttributes(ObjectNode attributes, String indent) {
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            String text = "%s: %s".formatted(attribute.getKey(), Json.text(attribute.getValue()));
            out.println(styled(FAINT, indent + "    " + cut(text, COLUMNS - indent.length() - 4)));
        }
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    private String styled(String style, String text) {
        return coloured && !text.isEmpty() ? style + text + PLAIN : text;
    }
}
