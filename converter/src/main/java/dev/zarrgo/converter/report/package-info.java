/// Where the time of a conversion went: measured by the run, explained here, as JSON for scripts.
///
/// Start with [dev.zarrgo.converter.report.RunReport]; `docs/reference/report.md` describes the document.
@NullMarked
package dev.zarrgo.converter.report;

import org.jspecify.annotations.NullMarked;
