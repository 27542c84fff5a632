package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.check.IllustratedSummary;
import dev.zarrgo.converter.check.StoreSummary;
import dev.zarrgo.converter.check.StoreSummary.Array;
import dev.zarrgo.converter.check.StoreSummary.Entry;
import dev.zarrgo.converter.check.StoreSummary.Group;
import dev.zarrgo.converter.check.StoreSummary.Unreadable;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.picture.Picture;
import dev.zarrgo.converter.picture.Thumbnail;
import dev.zarrgo.converter.zarr.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// What a store holds, as one page: some facts, pictures, and a tree that folds.
///
/// Source: section 14 of the output specification, row `info`.
final class InfoPage {

    /// Pixels of a picture of a whole, about.
    static final int WHOLE_SIDE = 256;

    /// Pixels per axis of a picture of a level's middle, at most.
    static final int MIDDLE_SIDE = 112;

    private static final int MAX_VALUE = 50;
    private static final int MAX_ATTRIBUTES = 5;

    private static final String MEASURED = "measurements";

    /// Depth of the groups that are unfolded whatever they hold.
    private static final int UNFOLDED_DEPTH = 1;

    private final IllustratedSummary illustrated;
    private final StoreSummary summary;
    private final Html html;
    private final boolean metric;

    private InfoPage(IllustratedSummary illustrated) {
        this.illustrated = illustrated;
        this.summary = illustrated.summary();
        this.html = new Html(summary.store().name() + " · zarrgo info", "page.css");
        this.metric = InfoText.isMetric(summary);
    }

    /// @param made when the page is made
    static String of(IllustratedSummary illustrated, Instant made) {
        return new InfoPage(illustrated).page(made);
    }

    private String page(Instant made) {
        header(made);
        html.open("main");
        attributes(summary.root().attributes());
        figures(summary.root());
        summary.root().children().forEach(child -> entry(child, 1));
        html.close();
        html.element("footer", "Made by zarrgo info. Nothing on this page comes from elsewhere.");
        return html.page();
    }

    /// The picture that a person knows the store by: of what was measured, if there is one.
    private void face() {
        illustrated.pictures().values().stream()
                .flatMap(pictures -> pictures.stream().limit(1))
                .filter(thumbnail -> thumbnail.picture().isPresent())
                .min(Comparator.comparing(thumbnail -> !thumbnail.group().startsWith(MEASURED)))
                .flatMap(Thumbnail::picture)
                .ifPresent(picture -> image(picture, "the store at a glance"));
    }

    // --- header

    private void header(Instant made) {
        Group root = summary.root();
        html.open("header").element("h1", summary.store().name());
        html.element("p", summary.store().toString(), "class", "path").open("div", "class", "facts");
        face();
        html.open("dl");
        fact("Kind", summary.kind());
        fact("Zarr", "version " + summary.zarrFormat());
        summary.crs()
                .ifPresent(code -> fact(
                        "CRS",
                        Crs.of(code)
                                .map(crs -> "%s, %s".formatted(code, crs.name()))
                                .orElse(code)));
        summary.bbox()
                .ifPresent(box -> fact(
                        "Extent",
                        box.edges().stream()
                                .map(edge -> String.format(Locale.ROOT, "%.5f", edge))
                                .collect(Collectors.joining(" "))));
        long top = root.children().stream().filter(Group.class::isInstance).count();
        fact("Groups", "%,d at the top, %,d in all".formatted(top, root.groups() + 1));
        fact("Arrays", "%,d".formatted(root.arrays()));
        summary.objects().ifPresent(objects -> fact("Objects", "%,d".formatted(objects)));
        fact("Size", InfoText.size(summary));
        summary.provenance().ifPresent(provenance -> {
            fact("Made by", provenance.converter());
            fact("Made from", provenance.source());
        });
        String time = made.truncatedTo(ChronoUnit.SECONDS).toString();
        html.open("div").element("dt", "Seen").open("dd").element("time", time, "datetime", time);
        html.close().close().close().close().close();
    }

    private void fact(String name, String value) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    // --- tree

    /// Whether there is anything to see; groups of empty groups have nothing.
    private static boolean isEmpty(Entry entry) {
        return entry instanceof Group group && group.children().stream().allMatch(InfoPage::isEmpty);
    }

    private void entry(Entry entry, int depth) {
        if (isEmpty(entry)) {
            return;
        }
        switch (entry) {
            case Group group -> group(group, depth);
            case Array array -> array(array);
            case Unreadable unreadable ->
                html.open("p", "class", "broken")
                        .element("b", unreadable.name())
                        .text(" cannot be read: " + unreadable.reason())
                        .close();
        }
    }

    private void group(Group group, int depth) {
        boolean unfolded = depth <= UNFOLDED_DEPTH || hasPictures(group);
        html.open("details", "class", "group", "open", unfolded ? "open" : "").open("summary");
        html.element("b", group.name()).element("span", about(group)).close().open("div", "class", "inside");
        attributes(group.attributes());
        figures(group);
        group.children().forEach(child -> entry(child, depth + 1));
        html.close().close();
    }

    private boolean hasPictures(Group group) {
        return !illustrated.picturesOf(group.path()).isEmpty()
                || group.children().stream().anyMatch(child -> child instanceof Group inner && hasPictures(inner));
    }

    /// `6 levels, 10 m to 720 m · 235 MB, ratio 1.8`.
    private String about(Group group) {
        String what = group.levels().isEmpty()
                ? group.pixelSize().map(this::pixels).orElse("")
                : "%d levels, %s to %s"
                        .formatted(
                                group.levels().size(),
                                pixels(group.levels().getFirst().pixelSize()),
                                pixels(group.levels().getLast().pixelSize()));
        OptionalLong stored = group.storedBytes();
        String size = stored.isPresent() && group.rawBytes() > 0
                ? "%s, ratio %s"
                        .formatted(
                                Terminal.bytes(stored.getAsLong()),
                                InfoJson.ratio(group.rawBytes(), stored.getAsLong()))
                : "";
        return what.isEmpty() || size.isEmpty() ? what + size : what + " · " + size;
    }

    private String pixels(double size) {
        return InfoText.pixels(size, metric);
    }

    private void array(Array array) {
        html.open("details", "class", "array").open("summary").element("b", array.name());
        html.element("span", InfoText.shape(array.metadata().shape()));
        html.element("span", InfoText.type(array.metadata()));
        html.element("span", "chunks " + InfoText.chunks(array.metadata()));
        array.storedBytes().ifPresent(stored -> html.element("span", stored(array, stored)));
        html.close();
        if (array.metadata().attributes().isEmpty()) {
            html.element("p", "no attributes", "class", "note");
        }
        attributes(array.metadata().attributes());
        html.close();
    }

    private static String stored(Array array, long stored) {
        return stored == 0
                ? "nothing stored"
                : "%s, ratio %s".formatted(Terminal.bytes(stored), InfoJson.ratio(array.rawBytes(), stored));
    }

    // --- attributes

    private void attributes(ObjectNode attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        html.open("dl", "class", "attributes");
        attributes.properties().stream().limit(MAX_ATTRIBUTES).forEach(this::attribute);
        html.close();
        int more = attributes.size() - MAX_ATTRIBUTES;
        if (more > 0) {
            html.element("p", "and %d more attributes".formatted(more), "class", "note");
        }
    }

    private void attribute(Map.Entry<String, JsonNode> attribute) {
        JsonNode value = attribute.getValue();
        html.open("div").element("dt", cut(attribute.getKey()));
        html.element("dd", cut(value.isTextual() ? value.asText() : Json.text(value)))
                .close();
    }

    private static String cut(String text) {
        int characters = text.codePointCount(0, text.length());
        return characters <= MAX_VALUE ? text : text.substring(0, text.offsetByCodePoints(0, MAX_VALUE)) + "…";
    }

    // --- pictures

    private void figures(Group group) {
        List<Thumbnail> thumbnails = illustrated.picturesOf(group.path());
        if (thumbnails.isEmpty()) {
            return;
        }
        html.open("div", "class", "figures");
        thumbnails.forEach(thumbnail -> figure(group, thumbnail));
        html.close();
        if (thumbnails.size() > 1) {
            html.element("p", "The whole, and the middle of each level pixel by pixel.", "class", "note");
        }
        List<Thumbnail.Swatch> legend = thumbnails.getFirst().legend();
        if (!legend.isEmpty()) {
            html.open("ul", "class", "legend");
            legend.forEach(this::swatch);
            html.close();
        }
    }

    private void figure(Group group, Thumbnail thumbnail) {
        String level = thumbnail.group().equals(group.path())
                ? ""
                : thumbnail.group().substring(thumbnail.group().lastIndexOf('/') + 1);
        boolean whole = thumbnail.extent() == Thumbnail.Extent.WHOLE;
        html.open("figure", "class", whole ? "whole" : "middle");
        Optional<Picture> picture = thumbnail.picture();
        if (picture.isPresent()) {
            image(
                    picture.get(),
                    "%s of /%s, %s".formatted(thumbnail.caption(), thumbnail.group(), whole ? "whole" : "middle"));
        } else {
            html.element("p", "no picture: " + thumbnail.problem().orElse(""), "class", "broken");
        }
        html.open("figcaption");
        if (whole) {
            html.text(thumbnail.caption() + (level.isEmpty() ? "" : " · from " + level));
        } else {
            html.element("b", level).text(levelSize(group, level));
        }
        html.close().close();
    }

    private String levelSize(Group group, String level) {
        return group.children().stream()
                .filter(child -> child.name().equals(level))
                .findFirst()
                .flatMap(child -> child instanceof Group inner ? inner.pixelSize() : Optional.empty())
                .map(size -> " " + pixels(size))
                .orElse("");
    }

    private void image(Picture picture, String description) {
        html.empty(
                "img",
                "src",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png()),
                "alt",
                description,
                "width",
                Integer.toString(picture.width()),
                "height",
                Integer.toString(picture.height()));
    }

    private void swatch(Thumbnail.Swatch swatch) {
        String name = swatch.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        html.open("li")
                .element("i", "", "style", "background:#%06x".formatted(swatch.colour() & 0xFFFFFF))
                .text(name)
                .close();
    }
}
