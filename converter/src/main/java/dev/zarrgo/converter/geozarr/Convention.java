package dev.zarrgo.converter.geozarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A Zarr convention and the object that declares it (CMO).
///
/// Source: section 2 of the output specification, rule R11.
public enum Convention {
    MULTISCALES(
            "d35379db-88df-4056-af3a-620245f8e347",
            "multiscales",
            "Multiscale layout of zarr datasets",
            "zarr-conventions/multiscales",
            "multiscales",
            "zarr-conventions/multiscales"),
    SPATIAL(
            "689b58e2-cf7b-45e0-9fff-9cfc0883d6b4",
            "spatial",
            "Spatial coordinate information",
            "zarr-conventions/spatial",
            "spatial:",
            "zarr-conventions/spatial"),
    PROJ(
            "f17cb550-5864-4468-aeb7-f3180cfb622f",
            "proj",
            "Coordinate reference system information for geospatial data",
            "zarr-conventions/proj",
            "proj:",
            "zarr-experimental/geo-proj");

    /// Which published texts a store refers to.
    public enum Version {
        V0_1,
        /// What readers of eopf-geozarr 0.10 stores know (section 19).
        V1
    }

    private final String uuid;
    private final String id;
    private final String description;
    private final String repository;
    private final String olderId;
    private final String olderRepository;

    Convention(String uuid, String id, String description, String repository, String olderId, String olderRepository) {
        this.uuid = uuid;
        this.id = id;
        this.description = description;
        this.repository = repository;
        this.olderId = olderId;
        this.olderRepository = olderRepository;
    }

    /// What readers recognise the convention by.
    public String uuid() {
        return uuid;
    }

    /// The convention with this identifier.
    static Optional<Convention> of(String uuid) {
        return Arrays.stream(values())
                .filter(convention -> convention.uuid.equals(uuid))
                .findFirst();
    }

    /// The declaring object.
    public ObjectNode declaration(Version version) {
        return switch (version) {
            case V0_1 -> declaration(id, repository, "v0.1");
            case V1 -> declaration(olderId, olderRepository, "v1");
        };
    }

    private ObjectNode declaration(String name, String place, String tag) {
        return Json.object()
                .put("uuid", uuid)
                .put("name", name)
                .put("description", description)
                .put(
                        "schema_url",
                        "https://raw.githubusercontent.com/%s/refs/tags/%s/schema.json".formatted(place, tag))
                .put("spec_url", "https://github.com/%s/blob/%s/README.md".formatted(place, tag));
    }

    /// The `zarr_conventions` attribute.
    static ArrayNode declarations(List<Convention> conventions, Version version) {
        ArrayNode list = Json.array();
        conventions.forEach(convention -> list.add(convention.declaration(version)));
        return list;
    }
}
