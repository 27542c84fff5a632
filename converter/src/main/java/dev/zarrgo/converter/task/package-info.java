/// Work on all processors: jobs in steps, tasks beside them, one failure for all.
///
/// Start with [dev.zarrgo.converter.task.Workers].
@NullMarked
package dev.zarrgo.converter.task;

import org.jspecify.annotations.NullMarked;
