package dev.zarrgo.converter.failure;

/// The exit code of a finished command.
///
/// Source: rule X6.
public final class ExitCode {

    public static final int OK = 0;
    /// A check ran to its end and its verdict is negative.
    public static final int NEGATIVE = 1;

    public static final int USAGE = FailureCode.USAGE.exitCode();
    public static final int INTERNAL = 70;

    private ExitCode() {}

    /// The exit code for a failure; an exhausted heap counts as a lack of resources, everything unknown as
    /// a bug.
    public static int of(Throwable failure) {
        return switch (failure) {
            case ZarrgoException known -> known.code().exitCode();
            case OutOfMemoryError _ -> FailureCode.RESOURCES.exitCode();
            default -> INTERNAL;
        };
    }
}
