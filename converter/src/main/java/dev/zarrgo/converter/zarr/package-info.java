/// Hierarchies, groups, arrays and their metadata, of Zarr v2 and v3.
///
/// Start with [dev.zarrgo.converter.zarr.Hierarchy]. Pixels come from [dev.zarrgo.converter.zarr.RowStream]
/// (large arrays, row by row) or [dev.zarrgo.converter.zarr.Table] (small ones, whole) and go to
/// [dev.zarrgo.converter.zarr.ArrayWriter].
@NullMarked
package dev.zarrgo.converter.zarr;

import org.jspecify.annotations.NullMarked;
