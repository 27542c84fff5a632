/// Jobs in SQL: submit once, claim, record, history. The ledger is queue and truth.
///
/// Start with [dev.zarrgo.controller.ledger.Ledger].
@NullMarked
package dev.zarrgo.controller.ledger;

import org.jspecify.annotations.NullMarked;
