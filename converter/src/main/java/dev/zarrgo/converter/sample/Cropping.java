package dev.zarrgo.converter.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.converter.zarr.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Keeps the upper left corner of a product of CPM 2: rasters and their chunks shrink, pixels keep their
/// size.
///
/// @param size pixels of 10 m per axis
record Cropping(int size) {

    private static final String STAC = "stac_discovery";

    Hierarchy crop(Hierarchy product) {
        var nodes = new TreeMap<String, Node>();
        product.nodes().forEach((path, node) -> {
            nodes.put(path, node instanceof ArrayMetadata array ? cropped(array) : node);
        });
        if (size != SampleRequest.FULL_SIZE) {
            ObjectNode attributes = product.root().attributes().deepCopy();
            cropDiscovery((ObjectNode) attributes.path(STAC));
            nodes.put("", new GroupMetadata(attributes));
        }
        return new Hierarchy(nodes);
    }

    private ArrayMetadata cropped(ArrayMetadata array) {
        var shape = new ArrayList<Integer>();
        var chunkShape = new ArrayList<Integer>();
        for (int axis = 0; axis < array.rank(); axis++) {
            int length = array.shape().get(axis);
            int chunk = array.chunkShape().get(axis);
            String name = array.dimensionNames().get(axis);
            boolean raster = (name.equals("x") || name.equals("y")) && isRasterLength(length);
            shape.add(raster ? scaled(length) : length);
            chunkShape.add(raster ? Math.max(scaled(chunk), 1) : chunk);
        }
        return new ArrayMetadata(
                array.zarrFormat(),
                array.type(),
                shape,
                chunkShape,
                array.chunkKeys(),
                array.fillValue(),
                array.codecs(),
                array.dimensionNames(),
                placed(array.attributes(), shape));
    }

    private static boolean isRasterLength(int length) {
        for (Resolution resolution : Resolution.values()) {
            if (length * resolution.factor() == SampleRequest.FULL_SIZE) {
                return true;
            }
        }
        return false;
    }

    private int scaled(int fullLength) {
        return Math.toIntExact((long) fullLength * size / SampleRequest.FULL_SIZE);
    }

    /// The attributes with the box of the smaller raster.
    private static ObjectNode placed(ObjectNode attributes, List<Integer> shape) {
        if (!attributes.has("proj:transform")) {
            return attributes;
        }
        ObjectNode placed = attributes.deepCopy();
        JsonNode transform = placed.path("proj:transform");
        int height = shape.get(shape.size() - 2);
        int width = shape.getLast();
        double left = transform.path(2).doubleValue();
        double top = transform.path(5).doubleValue();
        placed.set("proj:shape", Json.numbers(List.of(height, width)));
        placed.set(
                "proj:bbox",
                Json.numbers(List.of(
                        left,
                        top + transform.path(4).doubleValue() * height,
                        left + transform.path(0).doubleValue() * width,
                        top)));
        return placed;
    }

    private void cropDiscovery(ObjectNode discovery) {
        ObjectNode properties = (ObjectNode) discovery.path("properties");
        double metres = 10.0 * size;
        double left = properties.path("proj:bbox").path(0).doubleValue();
        double top = properties.path("proj:bbox").path(3).doubleValue();
        properties.set("proj:bbox", Json.numbers(List.of(left, top - metres, left + metres, top)));
        for (JsonNode image : properties.path("eopf:image_size")) {
            ObjectNode sizes = (ObjectNode) image;
            sizes.put("columns", scaled(image.path("columns").intValue()));
            sizes.put("rows", scaled(image.path("rows").intValue()));
        }
        cropFootprint(discovery);
    }

    /// The footprint as real products have it: west and east of the box are swapped (rule I22).
    private void cropFootprint(ObjectNode discovery) {
        JsonNode ring = discovery.path("geometry").path("coordinates").path(0);
        double part = (double) size / SampleRequest.FULL_SIZE;
        var corners = new ArrayList<double[]>();
        for (double[] corner : new double[][] {{0, 0}, {part, 0}, {part, part}, {0, part}}) {
            corners.add(new double[] {
                between(ring, 0, corner[0], corner[1]), between(ring, 1, corner[0], corner[1]),
            });
        }
        corners.add(corners.getFirst());
        ArrayNode closed = Json.array();
        corners.forEach(corner -> closed.add(Json.numbers(List.of(corner[0], corner[1]))));
        ((ObjectNode) discovery.path("geometry"))
                .set("coordinates", Json.array().add(closed));
        discovery.set(
                "bbox",
                Json.numbers(List.of(
                        corners.stream().mapToDouble(c -> c[0]).max().orElseThrow(),
                        corners.stream().mapToDouble(c -> c[1]).min().orElseThrow(),
                        corners.stream().mapToDouble(c -> c[0]).min().orElseThrow(),
                        corners.stream().mapToDouble(c -> c[1]).max().orElseThrow())));
    }

    /// A coordinate of the point that is `right` and `down` from the upper left corner of the ring, in
    /// parts of its upper and left edge. The ring runs from the upper left corner over the upper right one.
    private static double between(JsonNode ring, int axis, double right, double down) {
        double upperLeft = ring.path(0).path(axis).doubleValue();
        double upperRight = ring.path(1).path(axis).doubleValue();
        double lowerLeft = ring.path(3).path(axis).doubleValue();
        return upperLeft + (upperRight - upperLeft) * right + (lowerLeft - upperLeft) * down;
    }
}
