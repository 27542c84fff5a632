package dev.zarrgo.controller.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What a source is.
public sealed interface ResolvedSource {

    /// One product.
    ///
    /// @param itemId the item's own id, which wins over the one in the address
    /// @param item the STAC item; empty for a product without one
    record OneItem(String itemId, Optional<ObjectNode> item) implements ResolvedSource {}

    /// A collection of items, each of which is a job of its own.
    record ManyItems(List<Element> elements) implements ResolvedSource {
        public ManyItems {
            elements = List.copyOf(elements);
        }
    }

    /// @param source the item's own address
    record Element(String itemId, String source) {}
}
