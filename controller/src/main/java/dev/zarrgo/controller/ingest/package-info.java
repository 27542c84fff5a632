/// How work comes in: requests are checked and become jobs; sources are read before their jobs run.
///
/// Start with [dev.zarrgo.controller.ingest.Intake] and [dev.zarrgo.controller.ingest.SourceResolver].
@NullMarked
package dev.zarrgo.controller.ingest;

import org.jspecify.annotations.NullMarked;
