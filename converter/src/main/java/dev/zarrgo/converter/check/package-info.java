/// Looks at what is there: what a store holds, whether it keeps the rules, whether its values are those of
/// its source.
///
/// Start with [dev.zarrgo.converter.check.Validation] and [dev.zarrgo.converter.check.Inspection]. Values
/// are computed once more here, in a straightforward way that shares nothing with the kernels of the
/// conversion.
@NullMarked
package dev.zarrgo.converter.check;

import org.jspecify.annotations.NullMarked;
