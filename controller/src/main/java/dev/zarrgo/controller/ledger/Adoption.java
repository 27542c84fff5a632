package dev.zarrgo.controller.ledger;

import dev.zarrgo.controller.job.JobRequest;

/// A workflow that was not made by the controller, for example with `kubectl create`.
///
/// @param engine where it is
/// @param workflow its name there
/// @param identity what tells it from another one of the same name, for example its uid
/// @param request what it does, as far as its parameters say
public record Adoption(String engine, String workflow, String identity, JobRequest request) {

    /// Who keeps the identities: no client can be called so.
    static final String OWNER = "\n";
}
