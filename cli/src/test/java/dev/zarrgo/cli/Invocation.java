package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/// One command line, run within this process.
///
/// @param out what went to standard output
/// @param err what went to standard error
record Invocation(int exitCode, String out, String err) {

    /// Runs `zarrgo` with these arguments.
    static Invocation of(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Zarrgo.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
        return new Invocation(code, out.toString(), err.toString());
    }

    /// Runs `zarrgo` with these arguments, which must end well.
    static Invocation successful(Object... arguments) {
        Invocation invocation = of(arguments);
        assertThat(invocation.exitCode())
                .as("%s%n%s%n%s", Arrays.toString(arguments), invocation.out, invocation.err)
                .isZero();
        return invocation;
    }
}
