/// Copies of products next to the work, verified, and their removal.
///
/// Start with [dev.zarrgo.converter.stage.ProductCopy].
@NullMarked
package dev.zarrgo.converter.stage;

import org.jspecify.annotations.NullMarked;
