/// A job as an ordered list of steps, each a command of the one program, with its inputs and bounds. Pure.
///
/// Start with [dev.zarrgo.controller.workflow.Workflow].
@NullMarked
package dev.zarrgo.controller.workflow;

import org.jspecify.annotations.NullMarked;
