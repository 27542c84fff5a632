package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.RefusedException;
import java.io.IOException;

/// A server says that the credentials were valid once.
final class ExpiredCredentialsException extends IOException {

    private final RefusedException refusal;

    /// @param refusal what this comes to where there are no other credentials
    ExpiredCredentialsException(RefusedException refusal) {
        super(refusal.getMessage(), refusal);
        this.refusal = refusal;
    }

    RefusedException refusal() {
        return refusal;
    }
}
