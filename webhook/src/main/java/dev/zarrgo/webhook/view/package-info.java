/// Shows: the browser application that is built from `webhook/ui`, and the stores it draws, as files over
/// HTTP with ranges.
///
/// Start with [StoreReply], which answers a request for an object, and [StorePath], which says what may be
/// asked for.
@NullMarked
package dev.zarrgo.webhook.view;

import org.jspecify.annotations.NullMarked;
