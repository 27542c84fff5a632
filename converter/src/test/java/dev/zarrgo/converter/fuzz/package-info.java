/// Feeds damaged chunks, arrays, metadata, archives, products and stores to the converter, many thousands
/// of them.
///
/// Start with [dev.zarrgo.converter.fuzz.FuzzTest].
@NullMarked
package dev.zarrgo.converter.fuzz;

import org.jspecify.annotations.NullMarked;
