/// The program `zarrgo`: one class per command, each of which parses, calls one use case and prints.
///
/// Start with [dev.zarrgo.cli.Zarrgo].
@NullMarked
package dev.zarrgo.cli;

import org.jspecify.annotations.NullMarked;
