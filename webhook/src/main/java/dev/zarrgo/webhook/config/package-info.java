/// Wiring and settings: where the parts of the service are put together.
///
/// Start with [dev.zarrgo.webhook.config.Service]; what can be set is listed in
/// [dev.zarrgo.webhook.config.Setting].
@NullMarked
package dev.zarrgo.webhook.config;

import org.jspecify.annotations.NullMarked;
