/// What the tests of the other modules share: an independent reader of Zarr, golden files, hand-made
/// hierarchies, servers that fail.
///
/// Start with [dev.zarrgo.testkit.Oracle], which runs programs that are not ours,
/// [dev.zarrgo.testkit.GoldenJson], which keeps the documents that we write, and
/// [dev.zarrgo.testkit.FaultyServer], which is what networks are like.
@NullMarked
package dev.zarrgo.testkit;

import org.jspecify.annotations.NullMarked;
