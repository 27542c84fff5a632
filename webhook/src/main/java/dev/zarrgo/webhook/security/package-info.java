/// Who may do what, and how often.
///
/// Start with [dev.zarrgo.webhook.security.SecuritySettings]; roles are in
/// [dev.zarrgo.webhook.security.Role].
@NullMarked
package dev.zarrgo.webhook.security;

import org.jspecify.annotations.NullMarked;
