package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InsufficientResourcesException;
import dev.zarrgo.converter.failure.InterruptedRunException;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.failure.ZarrgoException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// What an operating system error means to an operator.
public final class FileFailures {

    private static final String ELSEWHERE = "choose another target";

    private FileFailures() {}

    public static ZarrgoException reading(Path file, IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return interrupted(file, failure);
        }
        if (isForbidden(failure)) {
            return new RefusedException(
                    FailureCode.FORBIDDEN, "%s: not allowed to read".formatted(file), "check the permissions", failure);
        }
        return new RefusedException(
                FailureCode.IO,
                "%s: reading failed: %s".formatted(file, reason(failure)),
                "check the disk, and run again",
                failure);
    }

    public static ZarrgoException creating(Path file, IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return interrupted(file, failure);
        }
        if (isForbidden(failure)) {
            return new RefusedException(
                    FailureCode.FORBIDDEN,
                    "%s: not allowed to write".formatted(file),
                    "check the permissions, or choose another target",
                    failure);
        }
        if (failure instanceof FileAlreadyExistsException present) {
            return new RefusedException(
                    FailureCode.TARGET_NOT_WRITABLE,
                    "%s: %s is no folder".formatted(file, present.getFile()),
                    ELSEWHERE,
                    failure);
        }
        String reason = reason(failure);
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return new InsufficientResourcesException(
                    FailureCode.RESOURCES,
                    "%s: %s".formatted(file, reason),
                    "free some space, or choose another disk",
                    failure);
        }
        if (reason.contains("Read-only") || reason.contains("Not a directory") || reason.contains("name too long")) {
            return new RefusedException(
                    FailureCode.TARGET_NOT_WRITABLE, "%s: %s".formatted(file, reason), ELSEWHERE, failure);
        }
        return new RefusedException(
                FailureCode.IO,
                "%s: writing failed: %s".formatted(file, reason),
                "check the disk, and run again",
                failure);
    }

    /// A thread that is interrupted while it reads or writes loses the file.
    private static ZarrgoException interrupted(Path file, IOException failure) {
        return new InterruptedRunException(FailureCode.INTERRUPTED, "%s: interrupted".formatted(file), null, failure);
    }

    private static boolean isForbidden(IOException failure) {
        return failure instanceof AccessDeniedException || reason(failure).contains("Operation not permitted");
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
