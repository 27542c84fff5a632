/// Measurements that decide whether Zarrgo is as fast as it says. Not shipped.
///
/// Start with [dev.zarrgo.bench.Bench].
@NullMarked
package dev.zarrgo.bench;

import org.jspecify.annotations.NullMarked;
