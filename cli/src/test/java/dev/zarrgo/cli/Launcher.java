package dev.zarrgo.cli;

import dev.zarrgo.testkit.JavaProgram;
import dev.zarrgo.testkit.Repository;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The script `zarrgo`, which starts the program.
final class Launcher {

    private static final Pattern OPTIONS =
            Pattern.compile("^options=\\(\\n(.*?)\\n\\)", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String HEAP = "\"-Xmx${ZARRGO_HEAP:-$heap}\"";

    private Launcher() {}

    /// The program with the options of Java that the script gives it.
    ///
    /// @param heap what `ZARRGO_HEAP` says
    static JavaProgram program(String heap) {
        Matcher options = OPTIONS.matcher(Repository.text("zarrgo"));
        if (!options.find() || !options.group(1).contains(HEAP)) {
            throw new AssertionError("the script has no options as expected");
        }
        List<String> words = Arrays.asList(
                options.group(1).replace(HEAP, "-Xmx" + heap).strip().split("\\s+"));
        return JavaProgram.zarrgo().withOptions(words);
    }
}
