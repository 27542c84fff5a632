/// Bytes by key: a directory, a zip file, memory, a web server, a bucket of S3.
///
/// Start with [dev.zarrgo.converter.store.Store], which reads, and
/// [dev.zarrgo.converter.store.WritableStore], which also writes; [dev.zarrgo.converter.store.Stores] opens
/// the one that a [dev.zarrgo.converter.store.Location] names.
@NullMarked
package dev.zarrgo.converter.store;

import org.jspecify.annotations.NullMarked;
