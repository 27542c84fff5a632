package dev.zarrgo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Command lines that pages and help texts show can be typed: the program knows the command, its options
/// and its arguments.
class CommandLinesInDocsTest {

    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern INLINE = Pattern.compile("`((?:\\./)?zarrgo [^`]+)`");
    private static final Pattern OPTION = Pattern.compile("`(--[a-z][a-z0-9-]*)");

    /// Variables and a prompt may stand before the program; what follows a comment, a pipe or two blanks is
    /// not its.
    private static final Pattern CALL =
            Pattern.compile("^(?:\\$ )?(?:[A-Z_]+=\\S+ )*(?:\\./)?zarrgo(?: (.*?))?(?: #.*|  .*| \\|.*| &&.*| >.*)?$");

    /// What the launcher does by itself.
    private static final Set<String> OF_THE_LAUNCHER = Set.of("test", "bench", "image");

    /// Pages that tell how to use the program.
    private static final List<String> PAGES = List.of("README.md", "CONTRIBUTING.md", "docs");

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<Path>();
        for (String name : PAGES) {
            try (Stream<Path> files = Files.walk(Repository.root().resolve(name))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    static List<String> commandLines() throws IOException {
        var lines = new TreeSet<String>();
        for (Path page : pages()) {
            String text = Files.readString(page);
            SHELL_BLOCK
                    .matcher(text)
                    .results()
                    .flatMap(block ->
                            block.group(1).replaceAll(" *\\\\\n *", " ").lines())
                    .filter(line -> CALL.matcher(line).matches())
                    .forEach(lines::add);
        }
        Zarrgo.commandLine().getSubcommands().values().forEach(command -> Arrays.stream(
                        command.getCommandSpec().usageMessage().footer())
                .map(String::strip)
                .filter(line -> line.startsWith("zarrgo "))
                .forEach(lines::add));
        return List.copyOf(lines);
    }

    static List<String> mentions() throws IOException {
        var mentions = new TreeSet<String>();
        for (Path page : pages()) {
            INLINE.matcher(Files.readString(page))
                    .results()
                    .map(code -> code.group(1))
                    .filter(code -> !code.contains("COMMAND"))
                    .forEach(mentions::add);
        }
        return List.copyOf(mentions);
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void commandLineCanBeTyped(String line) {
        parse(line);
    }

    /// In the middle of a sentence a command may stand without its arguments.
    @ParameterizedTest
    @MethodSource("mentions")
    void commandInASentenceExists(String mention) {
        try {
            parse(mention);
        } catch (CommandLine.MissingParameterException incomplete) {
            assertThat(incomplete.getMissing()).isNotEmpty();
        }
    }

    /// @throws CommandLine.ParameterException with what a person would see
    private static void parse(String line) {
        MatchResult call = CALL.matcher(line).results().findFirst().orElseThrow();
        String[] words =
                call.group(1) == null ? new String[0] : call.group(1).strip().split(" +");
        if (words.length > 0 && OF_THE_LAUNCHER.contains(words[0])) {
            assertThat(Repository.text("zarrgo")).contains("\n  " + words[0] + ")\n");
            return;
        }
        Zarrgo.commandLine().parseArgs(words);
    }

    @Test
    void thereAreCommandLines() throws IOException {
        assertThat(commandLines()).hasSizeGreaterThan(10).anyMatch(line -> line.startsWith("./zarrgo convert "));
    }

    @Test
    void optionsThatPagesMentionExist() throws IOException {
        var known = new TreeSet<String>();
        for (CommandLine command : Zarrgo.commandLine().getSubcommands().values()) {
            known.addAll(command.getCommandSpec().optionsMap().keySet());
            command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
            command.getCommandSpec().negatedOptionsMap().keySet().forEach(known::add);
        }
        var mentioned = new TreeSet<String>();
        for (String page : List.of("README.md", "docs/how-to/convert.md", "docs/reference/failures.md")) {
            OPTION.matcher(Repository.text(page))
                    .results()
                    .map(found -> found.group(1))
                    .forEach(mentioned::add);
        }
        assertThat(mentioned).isNotEmpty();
        assertThat(known).containsAll(mentioned);
    }
}
