package dev.zarrgo.controller.job;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.Locale;

/// The identity of a job: 26 letters and digits that sort by the time of acceptance.
///
/// It is a ULID (48 bits of milliseconds, 80 random bits) in lower case, so that it can be part of an
/// address, a label and the name of a Kubernetes object as it is.
///
/// Source: <https://github.com/ulid/spec>.
///
/// @param text for example `01jd3q6z8k5v0c9x2m4n7p1r3t`
public record JobId(String text) implements Comparable<JobId> {

    private static final int LENGTH = 26;

    public JobId {
        if (!isId(text)) {
            throw new IllegalArgumentException("not the id of a job: " + text);
        }
    }

    /// Reads an id as people write it, in either case.
    ///
    /// @throws InvalidRequestException if it is none (rule A10)
    public static JobId parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!isId(lower)) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' is not the id of a job".formatted(text.length() > 40 ? text.substring(0, 40) + "…" : text),
                    "ids have 26 letters and digits");
        }
        return new JobId(lower);
    }

    private static boolean isId(String text) {
        if (text.length() != LENGTH || text.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (JobIds.DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(JobId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
