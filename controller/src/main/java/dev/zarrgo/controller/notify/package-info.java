/// Tells others what happened to a job.
@NullMarked
package dev.zarrgo.controller.notify;

import org.jspecify.annotations.NullMarked;
