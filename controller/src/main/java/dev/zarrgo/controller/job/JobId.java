package dev.zarrgo.controller.job;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The identity of a job: 26 letters and digits that sort by the time of acceptance.
///
/// It is a ULID (48 bits of milliseconds, 80 random bits) in lower case, so that it can be part of an
/// address, a label and the name of a Kubernetes object as it is.
///
/// Source: <https://github.com/ulid/spec>.
///
/// @param text for example `01jd3q6z8k5v0c9x2m4n7p1r3t`
public record JobId(String text) implements Comparable<JobId> {

    private static final Pattern FORM = Pattern.compile("[0-7][0-9a-hjkmnp-tv-z]{25}");

    public JobId {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not the id of a job: " + text);
        }
    }

    /// Reads an id as people write it, in either case.
    ///
    /// @throws InvalidRequestException if it is none (rule A10)
    public static JobId parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(lower).matches()) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "'%s' is not the id of a job".formatted(text.length() > 40 ? text.substring(0, 40) + "…" : text),
                    "ids have 26 letters and digits");
        }
        return new JobId(lower);
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
