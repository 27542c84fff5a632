package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.geo.Grid;

/// One level in the layout of a multiscale group (rule R12).
///
/// @param asset path of the level's group below the multiscale group
/// @param grid of the level
/// @param scale how many times larger the pixels are than in the level before; ignored for the first level
public record LayoutEntry(String asset, Grid grid, int scale) {}
