/// Items and collections of a STAC catalogue, and the schemas they have to follow.
///
/// Start with [dev.zarrgo.registrar.stac.Item]; [dev.zarrgo.registrar.stac.StacValidator] says what is
/// wrong with one.
@NullMarked
package dev.zarrgo.registrar.stac;

import org.jspecify.annotations.NullMarked;
