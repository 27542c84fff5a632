package dev.zarrgo.converter.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a store or a product holds.
///
/// @param kind what it is, for a person, for example `GeoZarr store, Sentinel-2 L2A`
/// @param zarrFormat 2 or 3
/// @param crs code of the reference system, for example `EPSG:32632`
/// @param bbox in longitude and latitude
/// @param provenance what the store says it was made from and by, empty if it does not
/// @param objects all that is stored; empty if the store cannot be listed
/// @param storedBytes of all objects
public record StoreSummary(
        Location store,
        String kind,
        int zarrFormat,
        Optional<String> crs,
        Optional<BoundingBox> bbox,
        Optional<Provenance> provenance,
        OptionalLong objects,
        OptionalLong storedBytes,
        Group root) {

    /// What a store was made from, and by what.
    public record Provenance(String source, String converter) {}

    /// A node of the hierarchy.
    public sealed interface Entry permits Group, Array, Unreadable {

        /// Without a leading `/`; empty for the root.
        String path();

        default String name() {
            return Hierarchy.name(path());
        }
    }

    /// @param levels finest first; empty if this is no group of levels
    /// @param pixelSize of its rasters, in the unit of the reference system
    public record Group(
            String path, ObjectNode attributes, List<Level> levels, Optional<Double> pixelSize, List<Entry> children)
            implements Entry {

        public Group {
            levels = List.copyOf(levels);
            children = List.copyOf(children);
        }

        /// Groups below this one, at whatever depth.
        public long groups() {
            return children.stream()
                    .mapToLong(child -> child instanceof Group group ? 1 + group.groups() : 0)
                    .sum();
        }

        /// Arrays below this group, at whatever depth.
        public long arrays() {
            return children.stream()
                    .mapToLong(child -> switch (child) {
                        case Group group -> group.arrays();
                        case Array _, Unreadable _ -> 1;
                    })
                    .sum();
        }

        /// Decoded bytes of all arrays below.
        public long rawBytes() {
            return children.stream()
                    .mapToLong(child -> switch (child) {
                        case Group group -> group.rawBytes();
                        case Array array -> array.rawBytes();
                        case Unreadable _ -> 0;
                    })
                    .sum();
        }

        /// Stored bytes of all arrays below; empty if the store cannot be listed.
        public OptionalLong storedBytes() {
            long sum = 0;
            for (Entry child : children) {
                OptionalLong bytes =
                        switch (child) {
                            case Group group -> group.storedBytes();
                            case Array array -> array.storedBytes();
                            case Unreadable _ -> OptionalLong.of(0);
                        };
                if (bytes.isEmpty()) {
                    return OptionalLong.empty();
                }
                sum += bytes.getAsLong();
            }
            return OptionalLong.of(sum);
        }
    }

    /// @param storedBytes of its chunks
    /// @param objects that hold them
    public record Array(String path, ArrayMetadata metadata, OptionalLong storedBytes, OptionalLong objects)
            implements Entry {

        /// Size of all elements as they are stored, before compression.
        public long rawBytes() {
            return metadata.elements() * metadata.storedType().bytes();
        }
    }

    /// A node whose metadata is wrong or not supported.
    public record Unreadable(String path, String reason) implements Entry {}

    /// One level of a group of levels.
    ///
    /// @param pixelSize in the unit of the reference system
    public record Level(String name, double pixelSize) {}
}
