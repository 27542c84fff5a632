package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.GoldenText;
import dev.zarrgo.testkit.Repository;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `docs/reference/cli.md` is what the program says of itself.
class CliReferenceTest {

    private static final String HEAD = """
            # Command line

            What every command prints for `--help`, written by `CliReferenceTest`; do not edit it (`-Dgolden=update`).
            Results go to standard output, everything else to standard error. Exit codes: [failures.md](failures.md).

            | variable | effect |
            |---|---|
            | `ZARRGO_HEAP` | heap of a command, for example `1g`; default `448m`, for distant places `528m` |
            | `ZARRGO_HOME` | folder for what the program keeps; default `~/.zarrgo` |
            | `ZARRGO_JAVA_OPTIONS` | further options for Java |
            | `JAVA_HOME` | the JDK 25 to use; else one is looked for |
            | `NO_COLOR` | not empty: no colours |
            """;

    @Test
    void pageIsWhatTheProgramSays() {
        var page = new StringBuilder(HEAD);
        CommandLine program = Zarrgo.commandLine();
        append(page, "zarrgo", program);
        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            boolean alias = !command.getKey().equals(command.getValue().getCommandName());
            if (!alias) {
                append(page, "zarrgo " + command.getKey(), command.getValue());
            }
        }
        GoldenText.assertMatches("docs/reference/cli.md", page.toString());
    }

    private static void append(StringBuilder page, String name, CommandLine command) {
        page.append("\n## ").append(name).append("\n\n```\n");
        page.append(command.getUsageMessage().stripTrailing()).append("\n```\n");
        if (!name.equals("zarrgo")) {
            command.getSubcommands().forEach((part, subcommand) -> append(page, name + " " + part, subcommand));
        }
    }

    @Test
    void variablesOfThePageAreThoseOfTheLauncher() {
        String launcher = Repository.text("zarrgo");
        assertThat(launcher)
                .contains(
                        "heap=528m",
                        "heap=448m",
                        "${ZARRGO_HEAP:-$heap}",
                        "${ZARRGO_JAVA_OPTIONS:-}",
                        "${JAVA_HOME:-}");
    }

    /// What a person reads has to say something about everything that they can type.
    @Test
    void everyCommandAndOptionIsDescribed() {
        Zarrgo.commandLine().getSubcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            assertThat(spec.usageMessage().description()).as(name).isNotEmpty();
            for (OptionSpec option : spec.options()) {
                assertThat(option.description())
                        .as("%s %s", name, option.longestName())
                        .isNotEmpty();
            }
            spec.positionalParameters().forEach(parameter -> assertThat(parameter.description())
                    .as("%s %s", name, parameter.paramLabel())
                    .isNotEmpty());
        });
    }
}
