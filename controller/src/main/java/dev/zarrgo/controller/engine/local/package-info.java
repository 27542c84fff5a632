/// Runs workflows on this machine: each step is a child process of the same program.
///
/// Everything that has to outlive the service is in files: the workflows, and for each try of a step who
/// runs it, how it ended, and what it printed. Start with [dev.zarrgo.controller.engine.local.LocalEngine].
@NullMarked
package dev.zarrgo.controller.engine.local;

import org.jspecify.annotations.NullMarked;
