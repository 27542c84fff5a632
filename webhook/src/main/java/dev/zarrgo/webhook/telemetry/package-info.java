/// What the service says of itself: health, metrics, logs, traces.
@NullMarked
package dev.zarrgo.webhook.telemetry;

import org.jspecify.annotations.NullMarked;
