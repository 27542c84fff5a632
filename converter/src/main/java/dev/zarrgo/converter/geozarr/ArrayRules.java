package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The form of arrays.
///
/// Source: rules R2 to R4, R7.
final class ArrayRules {

    private static final Set<String> OTHER_TEXT = Set.of(
            "null_terminated_bytes", "raw_bytes", "string", "bytes", "variable_length_bytes", "variable_length_utf8");

    private final StoreTree tree;
    private final Findings found;

    private ArrayRules(StoreTree tree, Findings found) {
        this.tree = tree;
        this.found = found;
    }

    static void check(StoreTree tree, Findings found) {
        var rules = new ArrayRules(tree, found);
        for (StoreNode array : tree.arrays()) {
            rules.checkChunks(array);
            rules.checkDimensions(array);
            rules.checkText(array);
            rules.checkCoordinates(array);
        }
        tree.groups().forEach(rules::checkScalars);
    }

    private void error(Rule rule, StoreNode array, String message) {
        found.error(rule, array.path(), message);
    }

    private void checkChunks(StoreNode array) {
        JsonNode document = array.document();
        JsonNode keys = document.path("chunk_key_encoding");
        if (!keys.path("name").asText().equals("default")
                || !keys.path("configuration").path("separator").asText().equals("/")) {
            error(
                    Rule.R2,
                    array,
                    "chunk_key_encoding is %s, not default with the separator \"/\"".formatted(Members.quoted(keys)));
        }
        JsonNode grid = document.path("chunk_grid").path("name");
        if (!grid.asText().equals("regular")) {
            error(Rule.R2, array, "chunk_grid is %s, not regular".formatted(Members.quoted(grid)));
        }
        JsonNode transformers = document.path("storage_transformers");
        if (!transformers.isArray() || !transformers.isEmpty()) {
            error(Rule.R2, array, "storage_transformers is %s, not []".formatted(Members.quoted(transformers)));
        }
        if (array.attributes().has("_ARRAY_DIMENSIONS")) {
            error(Rule.R7, array, "has _ARRAY_DIMENSIONS, an attribute of Zarr v2");
        }
    }

    private void checkDimensions(StoreNode array) {
        if (array.rank() == 0) {
            checkScalar(array);
            return;
        }
        List<String> names = array.dimensions();
        if (names.size() != array.rank() || new HashSet<>(names).size() != names.size() || names.contains("")) {
            error(
                    Rule.R2,
                    array,
                    "dimension_names are %s for shape %s; every axis has a name of its own"
                            .formatted(
                                    Members.quoted(array.document().path("dimension_names")),
                                    Members.quoted(array.document().path("shape"))));
        }
    }

    private void checkScalar(StoreNode array) {
        if (!array.isGridMapping()) {
            error(Rule.R3, array, "a scalar; only the grid mapping is one");
        }
        JsonNode names = array.document().path("dimension_names");
        JsonNode chunk =
                array.document().path("chunk_grid").path("configuration").path("chunk_shape");
        if (!names.isEmpty() || !chunk.isArray() || !chunk.isEmpty()) {
            error(
                    Rule.R3,
                    array,
                    "a scalar with dimension_names %s and chunk_shape %s"
                            .formatted(Members.quoted(names), Members.quoted(chunk)));
        }
    }

    private void checkText(StoreNode array) {
        JsonNode type = array.document().path("data_type");
        String name = type.isTextual() ? type.asText() : type.path("name").asText();
        if (OTHER_TEXT.contains(name)) {
            error(Rule.R4, array, "is %s; texts are fixed_length_utf32".formatted(name));
        }
        if (!name.equals("fixed_length_utf32")) {
            return;
        }
        JsonNode length = type.path("configuration").path("length_bytes");
        if (!length.isIntegralNumber() || length.asLong() < 4 || length.asLong() % 4 != 0) {
            error(Rule.R4, array, "length_bytes is %s, no multiple of 4".formatted(Members.quoted(length)));
        }
        JsonNode fill = array.document().path("fill_value");
        if (!fill.isTextual() || !fill.asText().isEmpty()) {
            error(Rule.R4, array, "fill_value is %s, not \"\"".formatted(Members.quoted(fill)));
        }
    }

    /// `coordinates` names no scalar that has become an attribute of the group.
    private void checkCoordinates(StoreNode array) {
        JsonNode scalars = tree.node(array.parent())
                .<JsonNode>map(group -> group.attribute("scalar_coordinates"))
                .orElse(MissingNode.getInstance());
        for (String name :
                List.of(array.attribute("coordinates").asText().strip().split("\\s+", -1))) {
            if (scalars.has(name)) {
                error(Rule.R3, array, "coordinates names %s, which is in scalar_coordinates".formatted(name));
            }
        }
    }

    private void checkScalars(StoreNode group) {
        JsonNode scalars = group.attribute("scalar_coordinates");
        if (scalars.isMissingNode()) {
            return;
        }
        boolean complete = scalars.isObject();
        for (JsonNode scalar : scalars) {
            complete &= scalar.has("value") && scalar.path("attributes").isObject();
        }
        if (!complete) {
            found.error(
                    Rule.R3,
                    group.path(),
                    "scalar_coordinates is %s, not {name: {value, attributes}}".formatted(Members.quoted(scalars)));
        }
    }
}
