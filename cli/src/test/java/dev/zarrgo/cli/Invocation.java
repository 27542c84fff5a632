package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.ChildProcess;
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

    /// What a child process has done.
    static Invocation of(ChildProcess.Ended ended) {
        return new Invocation(ended.exitCode(), ended.out(), ended.err());
    }

    /// Checks that it failed as it should: with this exit code, without a result, and with a message that
    /// says all this and the next step.
    void assertFailed(int exitCode, String... says) {
        assertThat(this.exitCode).as(err).isEqualTo(exitCode);
        assertThat(err).contains("error: ", "try: ").doesNotContain("\tat ");
        assertThat(says).allSatisfy(text -> assertThat(err).contains(text));
        assertThat(out).isEmpty();
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
