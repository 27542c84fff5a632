/// Plans a conversion, runs it, reports it.
///
/// Start with [dev.zarrgo.converter.convert.Conversion].
@NullMarked
package dev.zarrgo.converter.convert;

import org.jspecify.annotations.NullMarked;
