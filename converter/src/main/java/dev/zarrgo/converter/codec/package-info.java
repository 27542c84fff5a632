/// Turns the bytes of a chunk into elements and back.
///
/// Elements live as byte planes ([dev.zarrgo.converter.codec.Planes]). Decoding starts at
/// [dev.zarrgo.converter.codec.ChunkCursor], encoding at [dev.zarrgo.converter.codec.ChunkEncoder].
@NullMarked
package dev.zarrgo.converter.codec;

import org.jspecify.annotations.NullMarked;
