package dev.zarrgo.converter.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.testkit.EnabledIfOracle;
import dev.zarrgo.testkit.GoldenJson;
import dev.zarrgo.testkit.Oracle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The documents of a store (rules R1, R2, R8, R9), and that zarr-python reads what they describe.
class HierarchyWriterTest {

    @Test
    void documentsOfEveryKindOfNodeAreThoseOfTheSpecification() {
        ObjectNode documents = Json.object();
        new WrittenStore()
                .hierarchy()
                .nodes()
                .forEach((path, node) -> documents.set("/" + path, HierarchyWriter.document(node)));
        GoldenJson.assertMatches(HierarchyWriterTest.class, "documents.json", Json.text(documents));
    }

    @Test
    void consolidatedGroupIsThatOfTheSpecification() {
        ObjectNode group = HierarchyWriter.consolidated(new WrittenStore().hierarchy(), "measurements/reflectance");
        GoldenJson.assertMatches(HierarchyWriterTest.class, "consolidated.json", Json.text(group));
    }

    private static List<String> members(JsonNode document) {
        var names = new ArrayList<String>();
        document.path("consolidated_metadata").path("metadata").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Hierarchy groups(String... paths) {
        var nodes = new TreeMap<String, Node>();
        nodes.put("", new GroupMetadata(Json.object()));
        for (String path : paths) {
            nodes.put(path, new GroupMetadata(Json.object()));
        }
        return new Hierarchy(nodes);
    }

    /// Rule R8: without leading slash, by depth, then by name without regard to case.
    @Test
    void copiesAreOrderedByDepthAndThenByName() {
        Hierarchy hierarchy = groups("b", "a", "B/z", "B", "a/Z", "a/y", "a/y/q", "a0", "a-1", "_", "C/c");
        assertThat(members(HierarchyWriter.consolidated(hierarchy, "")))
                .containsExactly("_", "a", "a-1", "a0", "B", "b", "a/y", "a/Z", "B/z", "C/c", "a/y/q");
        assertThat(members(HierarchyWriter.consolidated(hierarchy, "a"))).containsExactly("y", "Z", "y/q");
        assertThat(members(HierarchyWriter.consolidated(hierarchy, "b"))).isEmpty();
    }

    /// Rule R8: every nested group carries an empty copy, arrays carry none.
    @Test
    void nestedGroupsCarryEmptyCopies() {
        Hierarchy hierarchy = new WrittenStore().hierarchy();
        ObjectNode root = HierarchyWriter.consolidated(hierarchy, "");
        root.path("consolidated_metadata").path("metadata").properties().forEach(entry -> {
            JsonNode copy = entry.getValue().path("consolidated_metadata");
            if (hierarchy.group(entry.getKey()).isPresent()) {
                assertThat(Json.text(copy))
                        .isEqualTo("{\"kind\":\"inline\",\"must_understand\":false,\"metadata\":{}}");
            } else {
                assertThat(copy.isMissingNode()).isTrue();
            }
        });
        assertThat(members(root)).hasSize(hierarchy.nodes().size() - 1);
    }

    /// Rule R9: deepest first, then the multiscale groups, the root last.
    @Test
    void documentsComeDeepestFirstAndTheRootLast() {
        MetadataDocuments documents =
                HierarchyWriter.documents(groups("a", "a/b", "a/b/c", "d", "d/e"), Set.of("a", "d/e"));
        assertThat(documents.steps().stream().map(Map::keySet).filter(step -> !step.isEmpty()))
                .containsExactly(
                        Set.of("a/b/c/zarr.json"),
                        Set.of("a/b/zarr.json"),
                        Set.of("d/zarr.json"),
                        Set.of("a/zarr.json", "d/e/zarr.json"));
        assertThat(new String(documents.root(), StandardCharsets.UTF_8)).contains("consolidated_metadata");
    }

    @Test
    void writtenStoreIsReadAgain() {
        var written = new WrittenStore();
        var store = new MemoryStore();
        written.writeTo(store);
        Hierarchy read = HierarchyReader.read(store);
        assertThat(Json.text(HierarchyWriter.consolidated(read, "")))
                .isEqualTo(Json.text(HierarchyWriter.consolidated(written.hierarchy(), "")));
        try (var scratch = new DecodeScratch()) {
            read.arrays().forEach((path, metadata) -> {
                Table table = Table.read(store, path, metadata, scratch);
                assertThat(table.content())
                        .as(path)
                        .isEqualTo(written.content(path).content());
            });
        }
    }

    @EnabledIfOracle
    @Test
    void zarrPythonReadsTheSameValues(@TempDir Path folder) throws IOException {
        var written = new WrittenStore();
        try (WritableStore store = Stores.writable(Location.of(folder.resolve("x.zarr")))) {
            written.writeTo(store);
        }
        for (Map.Entry<String, Table> table : written.tables().entrySet()) {
            Path raw = folder.resolve("expected").resolve(table.getKey() + ".raw");
            Files.createDirectories(raw.getParent());
            Files.write(raw, table.getValue().content());
        }
        String answer = Oracle.installed()
                .run(HierarchyWriterTest.class, "read_arrays.py", folder.resolve("x.zarr"), folder.resolve("expected"));
        assertThat(answer.strip()).isEqualTo(written.tables().size() + " arrays");
    }
}
