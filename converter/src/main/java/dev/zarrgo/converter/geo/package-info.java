/// Where pixels are on the Earth: reference systems, affine transforms, boxes. Pure arithmetic.
///
/// Start with [dev.zarrgo.converter.geo.Grid] and [dev.zarrgo.converter.geo.Crs].
@NullMarked
package dev.zarrgo.converter.geo;

import org.jspecify.annotations.NullMarked;
