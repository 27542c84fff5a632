package dev.zarrgo.cli;

import dev.zarrgo.testkit.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Permissions bind everybody but the superuser. Tests that run as that one start the program as nobody.
final class Unprivileged {

    private static final String SUPERUSER = "root";
    private static final String[] AS_NOBODY = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    /// The program as it is packed, because the libraries of Maven may lie where nobody may look.
    private static final Path LIBRARIES = Path.of(System.getProperty("basedir", "."), "target", "lib");

    private Unprivileged() {}

    private static boolean isSuperuser() {
        return System.getProperty("user.name").equals(SUPERUSER);
    }

    /// Leaves the test out, with a printed reason, where there is no way to be nobody.
    static void assume() {
        obstacle().ifPresent(reason -> {
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        });
    }

    private static Optional<String> obstacle() {
        if (!isSuperuser()) {
            return Optional.empty();
        }
        if (Arrays.stream(System.getenv("PATH").split(":", -1))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, AS_NOBODY[0])))) {
            return Optional.of("the superuser may do everything, and there is no setpriv to become another");
        }
        return Stream.of(LIBRARIES, Path.of(System.getProperty("java.home")))
                .filter(folder -> !isOpen(folder))
                .findFirst()
                .map(folder -> "the superuser may do everything, and others may not read " + folder);
    }

    private static boolean isOpen(Path path) {
        try {
            for (Path part = path.toAbsolutePath(); part != null; part = part.getParent()) {
                if (Files.exists(part)
                        && !Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_READ)) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The program, run by somebody without privileges.
    static JavaProgram program() {
        JavaProgram program = JavaProgram.zarrgo();
        return isSuperuser() ? program.withPrefix(AS_NOBODY).withClassPath(LIBRARIES + "/*") : program;
    }

    /// Lets everybody use a folder.
    static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
