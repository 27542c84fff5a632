/// Removes items, with what they describe.
///
/// Start with [dev.zarrgo.registrar.retention.ItemRemoval].
@NullMarked
package dev.zarrgo.registrar.retention;

import org.jspecify.annotations.NullMarked;
