/// Small pictures of what a store holds: pixels to colours, colours to PNG.
///
/// Start with [dev.zarrgo.converter.picture.Gallery], which knows what is worth a picture; how numbers
/// become colours is [dev.zarrgo.converter.picture.Rendering].
@NullMarked
package dev.zarrgo.converter.picture;

import org.jspecify.annotations.NullMarked;
