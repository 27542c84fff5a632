/// What runs workflows: child processes here ([dev.zarrgo.controller.engine.local]), pods elsewhere.
///
/// Start with [dev.zarrgo.controller.engine.Engine].
@NullMarked
package dev.zarrgo.controller.engine;

import org.jspecify.annotations.NullMarked;
