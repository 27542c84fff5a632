package dev.zarrgo.controller.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What reading the source of a job showed.
///
/// @param itemId that wins over the one derived from the address
/// @param item the STAC item, where the source is one
public record ResolvedItem(String itemId, Optional<ObjectNode> item) {}
