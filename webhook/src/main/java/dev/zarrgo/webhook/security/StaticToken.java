package dev.zarrgo.webhook.security;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A token that an operator has handed out.
///
/// @param name of the owner, who owns the jobs that are made with it
/// @param digest SHA-256 of the token: it is compared in constant time, and does not lie around in memory
public record StaticToken(String name, Role role, Secret digest) {

    private static final int MIN_LETTERS = 16;

    /// The hash of a secret. Not a record: arrays are not compared by value.
    public static final class Secret {

        private final byte[] hash;

        private Secret(byte[] hash) {
            this.hash = hash;
        }

        static Secret of(String text) {
            try {
                return new Secret(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        boolean isThatOf(String text) {
            return MessageDigest.isEqual(hash, of(text).hash);
        }
    }

    /// @param text `NAME:ROLE:TOKEN`
    /// @throws RefusedException if it is not of this form, or the token could be guessed
    static StaticToken parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length != 3 || !parts[0].matches("[A-Za-z0-9._-]{1,64}")) {
            throw bad("an entry of security.tokens is not of the form NAME:ROLE:TOKEN");
        }
        Role role = Role.named(parts[1])
                .orElseThrow(() -> bad("security.tokens gives %s the role '%s'; there are read, submit and admin"
                        .formatted(parts[0], parts[1])));
        if (parts[2].length() < MIN_LETTERS) {
            throw bad("the token of %s is shorter than %d letters".formatted(parts[0], MIN_LETTERS));
        }
        return new StaticToken(parts[0], role, Secret.of(parts[2]));
    }

    private static RefusedException bad(String message) {
        return new RefusedException(FailureCode.BAD_SETTINGS, message, "see docs/reference/settings.md");
    }
}
