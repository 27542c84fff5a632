package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.stage.StagedPrefix;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo run SOURCE STORE --collection C --catalog URL`
///
/// Source: rule P26.
@Command(
        name = "run",
        description = "Stage, convert, validate and register a product, as a workflow does, in one go.",
        sortOptions = false,
        footer = {
            "",
            "Every step is the command of its name with the same effect, and may be run again. The first that fails",
            "ends the run with its exit code. Validation is part of the conversion: what is not valid is not published.",
            "",
            "Examples:",
            "  zarrgo run https://…/items/S2A_… stores/sentinel-2-l2a/S2A_….zarr -C sentinel-2-l2a --catalog catalog",
            "  zarrgo run item.json s3://bucket/stores/c/S2A_….zarr -C c --catalog https://… --stage-bucket cache"
        })
final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "A product, or its STAC item.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "STORE", description = "The store to make, a folder or s3://.")
    private String store = "";

    @Option(
            names = {"-C", "--collection"},
            paramLabel = "ID",
            required = true,
            description = "The target collection.")
    private String collection = "";

    @Option(names = "--catalog", paramLabel = "URL|FOLDER", required = true, description = "See zarrgo register.")
    private String catalog = "";

    @Option(
            names = "--stage-bucket",
            paramLabel = "BUCKET",
            description = "Copy the product there first, where its host is one to copy from, and remove the copy at the"
                    + " end. See zarrgo stage.")
    private @Nullable String stageBucket;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:POD_NAMESPACE:-default}",
            description = "Of the copy. Default: POD_NAMESPACE, else default.")
    private String namespace = "";

    @Option(
            names = "--copyable-hosts",
            paramLabel = "HOST",
            defaultValue = ProductCopy.COPYABLE_HOSTS,
            description = "See zarrgo stage. Default: ${DEFAULT-VALUE}.")
    private String copyableHosts = "";

    @Option(
            names = "--convert-option",
            paramLabel = "OPTION",
            description =
                    "An option for the conversion, for example --convert-option=--encoding=codec. May be repeated.")
    private List<String> convertOptions = List.of();

    @Option(
            names = "--register-option",
            paramLabel = "OPTION",
            description = "An option for the registration. May be repeated.")
    private List<String> registerOptions = List.of();

    @Override
    public Integer call() {
        String product = source;
        boolean staged = false;
        if (stageBucket != null) {
            ProductArgument found = ProductArgument.of(source, err());
            staged = StageCommand.isCopyable(found.location(), Arrays.asList(copyableHosts.split(",", -1)));
            int code = staged ? stage("copy") : ExitCode.OK;
            if (code != ExitCode.OK) {
                return code;
            }
            if (staged) {
                product = new StagedPrefix(stageBucket, StageCommand.PREFIX, namespace, collection, found.item())
                        .location()
                        .toString();
            }
        }
        try {
            int code = step("convert", List.of(product, store), provenance(product), convertOptions);
            return code == ExitCode.OK
                    ? step(
                            "register",
                            List.of(source, store, "--collection", collection, "--catalog", catalog),
                            registerOptions)
                    : code;
        } finally {
            if (staged && stage("cleanup") != ExitCode.OK) {
                err().println("warning: the copy in %s was not removed".formatted(stageBucket));
            }
        }
    }

    /// The store says where the product is, not where its copy was.
    private List<String> provenance(String product) {
        return product.equals(source) ? List.of() : List.of("--provenance-source", source);
    }

    private int stage(String mode) {
        return step(
                "stage",
                List.of(
                        "--source-url", source,
                        "--collection", collection,
                        "--dest-bucket", String.valueOf(stageBucket),
                        "--namespace", namespace,
                        "--copyable-hosts", copyableHosts,
                        "--mode", mode));
    }

    @SafeVarargs
    private int step(String command, List<String>... parts) {
        var arguments = new ArrayList<String>();
        arguments.add(command);
        for (List<String> part : parts) {
            if (part.stream().anyMatch(option -> option.isBlank())) {
                throw new ParameterException(spec.commandLine(), "an option for %s is empty".formatted(command));
            }
            arguments.addAll(part);
        }
        CommandLine program =
                Zarrgo.commandLine().setOut(spec.commandLine().getOut()).setErr(err());
        err().println(command);
        return program.execute(arguments.toArray(String[]::new));
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
