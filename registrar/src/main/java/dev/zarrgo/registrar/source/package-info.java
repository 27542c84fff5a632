/// Where an item comes from, and where the product is that it describes.
///
/// Start with [dev.zarrgo.registrar.source.SourceReader].
@NullMarked
package dev.zarrgo.registrar.source;

import org.jspecify.annotations.NullMarked;
