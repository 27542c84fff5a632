package dev.zarrgo.converter.product;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.MemoryStore;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.ZarrFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Hierarchies of a few nodes, made by hand. In JSON texts `'` stands for `"`.
final class Trees {

    private Trees() {}

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /// A root group of Zarr v2 with these attributes.
    static ZarrFolder v2(String rootAttributes) {
        return ZarrFolder.v2().document(".zattrs", rootAttributes);
    }

    /// A group with an array of one `uint16`.
    static ZarrFolder array(ZarrFolder tree, String path, String attributes) {
        return array(tree, path, "<u2", "0", attributes);
    }

    static ZarrFolder array(ZarrFolder tree, String path, String type, String fill, String attributes) {
        return tree.document(
                        path + "/.zarray",
                        "{'zarr_format': 2, 'shape': [1], 'chunks': [1], 'dtype': '%s', 'fill_value': %s, 'order': 'C',"
                                        .formatted(type, fill)
                                + " 'filters': null, 'compressor': null}")
                .document(path + "/.zattrs", attributes);
    }

    /// An array of Zarr v3 with one element.
    static ZarrFolder arrayV3(ZarrFolder tree, String path, String type, String fill, String attributes) {
        return tree.document(
                path + "/zarr.json",
                ("{'zarr_format': 3, 'node_type': 'array', 'shape': [1], 'data_type': '%s', 'fill_value': %s,"
                                + " 'chunk_grid': {'name': 'regular', 'configuration': {'chunk_shape': [1]}},"
                                + " 'chunk_key_encoding': {'name': 'default'}, 'codecs': [{'name': 'bytes',"
                                + " 'configuration': {'endian': 'little'}}], 'attributes': %s}")
                        .formatted(type, fill, attributes));
    }

    static Hierarchy hierarchy(ZarrFolder tree) {
        return HierarchyReader.read(MemoryStore.of(tree.objects()));
    }
}
