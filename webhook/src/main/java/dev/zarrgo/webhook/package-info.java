/// HTTP, people and settings.
@NullMarked
package dev.zarrgo.webhook;

import org.jspecify.annotations.NullMarked;
