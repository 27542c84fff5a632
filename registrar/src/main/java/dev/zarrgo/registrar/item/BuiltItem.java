package dev.zarrgo.registrar.item;

import dev.zarrgo.registrar.stac.Item;
import java.util.List;

/// An item in the making, and what a person should know of it.
///
/// @param remarks one sentence each
public record BuiltItem(Item item, List<String> remarks) {

    public BuiltItem {
        remarks = List.copyOf(remarks);
    }
}
