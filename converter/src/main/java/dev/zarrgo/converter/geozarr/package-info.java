/// The conventions that make a Zarr store a GeoZarr store: `spatial`, `proj`, `multiscales`, CF grid
/// mapping.
///
/// Written by [dev.zarrgo.converter.geozarr.GeoAttributes], checked by
/// [dev.zarrgo.converter.geozarr.StoreValidator].
@NullMarked
package dev.zarrgo.converter.geozarr;

import org.jspecify.annotations.NullMarked;
