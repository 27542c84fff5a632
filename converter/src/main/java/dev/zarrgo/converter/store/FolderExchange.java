package dev.zarrgo.converter.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/// Lets two folders change places in one step, where the operating system can.
///
/// Source: `renameat2` with `RENAME_EXCHANGE`, Linux 3.15; rule R82.
final class FolderExchange {

    private static final int CURRENT_FOLDER = -100;
    private static final int RENAME_EXCHANGE = 2;

    private FolderExchange() {}

    /// Exchanges the two.
    ///
    /// @return false if the system or the file system cannot; then nothing has changed
    @SuppressWarnings("restricted") // one system call, behind an interface without native types
    static boolean exchange(Path one, Path other) throws IOException {
        Optional<MethodHandle> renameat2 = Linker.nativeLinker()
                .defaultLookup()
                .find("renameat2")
                .map(function -> Linker.nativeLinker()
                        .downcallHandle(
                                function,
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT)));
        if (renameat2.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocateFrom(one.toString());
            MemorySegment second = arena.allocateFrom(other.toString());
            return (int) renameat2.get().invokeExact(CURRENT_FOLDER, first, CURRENT_FOLDER, second, RENAME_EXCHANGE)
                    == 0;
        } catch (Throwable broken) {
            throw new IOException("exchanging %s and %s".formatted(one, other), broken);
        }
    }
}
