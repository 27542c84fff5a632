/// HTTP resources, the documents they read and give, and problem details.
///
/// Start with [dev.zarrgo.webhook.api.SamplesResource]; what a request may say is read by
/// [dev.zarrgo.webhook.api.Members], what goes wrong becomes a [dev.zarrgo.webhook.api.Problem].
@NullMarked
package dev.zarrgo.webhook.api;

import org.jspecify.annotations.NullMarked;
