/// Requests to catalogues: bounded retries, tokens, and failures that say what to do.
///
/// Start with [dev.zarrgo.registrar.http.HttpService].
@NullMarked
package dev.zarrgo.registrar.http;

import org.jspecify.annotations.NullMarked;
