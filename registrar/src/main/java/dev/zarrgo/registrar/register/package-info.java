/// Registers a converted store: plans the item, writes it, reads it back, and says what was done.
///
/// Start with [dev.zarrgo.registrar.register.Registration].
@NullMarked
package dev.zarrgo.registrar.register;

import org.jspecify.annotations.NullMarked;
