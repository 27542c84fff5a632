package dev.zarrgo.converter.zarr;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A group or an array of a hierarchy.
public sealed interface Node permits GroupMetadata, ArrayMetadata {

    /// The user attributes. Not to be changed; copy first.
    ObjectNode attributes();
}
