package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Another process that wants a target: says `locked` or `busy`, and keeps what it got until its input
/// ends.
final class TargetFolderHolder {

    private TargetFolderHolder() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Location location = Location.of(Path.of(arguments[0]));
        try (TargetFolder target = TargetFolder.lock(location, "zarr.json")) {
            out.println("locked " + target.location().name());
            while (System.in.read() >= 0) {
                // Whatever comes, only the end counts.
            }
        } catch (UnavailableException busy) {
            out.println("busy");
        }
    }
}
