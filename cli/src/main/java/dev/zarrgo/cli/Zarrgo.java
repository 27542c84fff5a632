package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.failure.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program. Turns arguments into commands and outcomes into exit codes (rule X6).
@Command(
        name = "zarrgo",
        description = "Turns Earth-observation products into GeoZarr stores that maps can open.",
        versionProvider = Zarrgo.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
public final class Zarrgo implements Runnable {

    /// In the order of the help.
    private static final SequencedMap<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("search", SearchCommand::new);
        COMMANDS.put("submit", SubmitCommand::new);
        COMMANDS.put("jobs", JobsCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("logs", LogsCommand::new);
        COMMANDS.put("retry", RetryCommand::new);
        COMMANDS.put("cancel", CancelCommand::new);
        COMMANDS.put("rerun", RerunCommand::new);
        COMMANDS.put("convert", ConvertCommand::new);
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("validate", ValidateCommand::new);
        COMMANDS.put("info", InfoCommand::new);
        COMMANDS.put("resolve", ResolveCommand::new);
        COMMANDS.put("register", RegisterCommand::new);
        COMMANDS.put("collection", CollectionCommand::new);
        COMMANDS.put("item", ItemCommand::new);
        COMMANDS.put("stage", StageCommand::new);
        COMMANDS.put("clean", CleanCommand::new);
        COMMANDS.put("convert-s2-optimized", ConvertS2Command::new);
        COMMANDS.put("sample", SampleCommand::new);
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @CommandLine.Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    public static void main(String[] arguments) {
        // A library logs by an interface without an implementation behind it, and would say so.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        int code = Interruption.guard(() -> run(arguments));
        System.exit(code);
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(String... arguments) {
        CommandLine command = commandLine(arguments.length == 0 ? "" : arguments[0]);
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError exhausted) {
            return ErrorText.print(exhausted, command.getErr());
        }
    }

    /// All commands with their help, as a user meets them.
    static CommandLine commandLine() {
        return commandLine("");
    }

    /// The program with one command, because reading the annotations of all takes time; with all if there
    /// is none of that name.
    private static CommandLine commandLine(String only) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        var program = new CommandLine(new Zarrgo());
        COMMANDS.forEach((name, command) -> {
            if (name.equals(only) || !COMMANDS.containsKey(only)) {
                program.addSubcommand(name, command.get());
            }
        });
        return program.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(Zarrgo::usage)
                .setExecutionExceptionHandler((failure, command, _) -> ErrorText.print(failure, command.getErr()));
    }

    /// Without a command there is help, and nothing is wrong.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int usage(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + Options.explained(failure));
        err.println("       try: %s --help".formatted(command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"zarrgo " + ConverterVersion.VERSION};
        }
    }
}
