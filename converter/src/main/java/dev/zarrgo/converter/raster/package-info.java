/// Rasters without their files: how a coarser level is computed from a finer one.
///
/// Start with [dev.zarrgo.converter.raster.Reduction], the rules, and
/// [dev.zarrgo.converter.raster.Reducer], the work.
@NullMarked
package dev.zarrgo.converter.raster;

import org.jspecify.annotations.NullMarked;
