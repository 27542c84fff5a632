/// What can go wrong, whether another attempt may help, and which exit code says so.
///
/// Start with [dev.zarrgo.converter.failure.ZarrgoException]; the closed list of things that go wrong is
/// [dev.zarrgo.converter.failure.FailureCode].
@NullMarked
package dev.zarrgo.converter.failure;

import org.jspecify.annotations.NullMarked;
