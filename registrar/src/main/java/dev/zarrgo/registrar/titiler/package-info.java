/// Links to a tile server that renders the store.
///
/// Start with [dev.zarrgo.registrar.titiler.TileLinks].
@NullMarked
package dev.zarrgo.registrar.titiler;

import org.jspecify.annotations.NullMarked;
