/// What a catalogue says of a converted store: built from the store itself and its source item.
///
/// Start with [dev.zarrgo.registrar.item.StoreFacts], which reads the store, and
/// [dev.zarrgo.registrar.item.ItemBuilder].
@NullMarked
package dev.zarrgo.registrar.item;

import org.jspecify.annotations.NullMarked;
