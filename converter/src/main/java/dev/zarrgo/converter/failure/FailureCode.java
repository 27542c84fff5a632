package dev.zarrgo.converter.failure;

import java.util.Locale;

/// What went wrong, with the exit code that tells it to a shell or a workflow.
///
/// Source: exit codes of rule X6. Each constant has a line in `docs/reference/failures.md`.
public enum FailureCode {
    /// An option or argument that does not exist, does not apply, or has no such value.
    USAGE(64),
    /// A group or band that was asked for by name, or that the product must have, is not there.
    GROUP_MISSING(64),
    /// The source lies where nobody may send this service to.
    SOURCE_FORBIDDEN(64),
    /// The source breaks the format it claims to follow: truncated, corrupt, contradictory.
    SOURCE_CORRUPT(65),
    /// The source follows its format, and uses a part of it that Zarrgo does not read.
    SOURCE_UNSUPPORTED(65),
    /// A STAC item or collection breaks the standard, or says other things than the store it describes.
    ITEM_INVALID(65),
    /// There is nothing at the source location.
    SOURCE_NOT_FOUND(66),
    /// The ledger has no such job.
    JOB_NOT_FOUND(66),
    /// The catalogue has no such collection or item.
    CATALOG_ENTRY_NOT_FOUND(66),
    /// A service that is needed refuses for good: what was asked for does not exist there, or is not
    /// offered.
    SERVICE_REFUSED(69),
    /// Something else stands where the output should go.
    TARGET_EXISTS(73),
    /// The output cannot be created.
    TARGET_NOT_WRITABLE(73),
    /// Reading or writing failed in the operating system.
    IO(74),
    /// What was written is not what was meant to be written.
    OUTPUT_INVALID(74),
    /// The operating system or a service refuses access.
    FORBIDDEN(77),
    /// The heap, the memory budget or the disk is too small.
    RESOURCES(71),
    /// As many jobs wait as are allowed to.
    QUEUE_FULL(71),
    /// The job is in a state that does not allow what was asked for.
    JOB_STATE(73),
    /// Another run works on the same target.
    TARGET_BUSY(75),
    /// A service gives no usable answer now: it is not reached, too busy, too slow, or breaks off.
    SERVICE_UNAVAILABLE(75),
    /// The source was replaced while it was read.
    SOURCE_CHANGED(75),
    /// A copy does not hold what its source holds.
    COPY_INCOMPLETE(75),
    /// A write was sent, and its answer was lost.
    OUTCOME_UNKNOWN(75),
    /// A setting of the environment, or a missing one, keeps a service from being used.
    BAD_SETTINGS(78),
    /// Somebody asked the run to stop.
    INTERRUPTED(130);

    private final int exitCode;

    FailureCode(int exitCode) {
        this.exitCode = exitCode;
    }

    /// The exit code of rule X6.
    public int exitCode() {
        return exitCode;
    }

    /// The name used in reports and documents, for example `source-not-found`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
