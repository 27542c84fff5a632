package dev.zarrgo.cli;

import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import dev.zarrgo.registrar.catalog.Catalogs;
import dev.zarrgo.registrar.source.ItemIds;
import dev.zarrgo.registrar.source.ProductRoot;
import dev.zarrgo.registrar.source.Source;
import dev.zarrgo.registrar.source.SourceReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `zarrgo resolve SOURCE --collection C`: the first step of a workflow, before anything is written.
///
/// Source: rules P2, P14, I2.
@Command(
        name = "resolve",
        description = "Read a STAC item and say which product it stands for, under which id.",
        sortOptions = false,
        footer = {
            "",
            "Prints product, item_id and target: a name for what excludes each other, the same for the same item of",
            "the same collection. With --output-dir each goes to a file of its own, for the next step of a workflow.",
            "",
            "Example:",
            "  zarrgo resolve https://…/collections/sentinel-2-l2a/items/S2A_… --collection sentinel-2-l2a"
        })
final class ResolveCommand implements Callable<Integer> {

    private static final int TARGET_BYTES = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SOURCE", description = "A STAC item, or a product.")
    private String source = "";

    @Option(
            names = {"-C", "--collection"},
            paramLabel = "ID",
            required = true,
            description = "The target collection.")
    private String collection = "";

    @Option(
            names = "--item-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "The id that is expected; another one is an error. Default: any.")
    private String expected = "";

    @Option(
            names = "--output-dir",
            paramLabel = "FOLDER",
            defaultValue = "",
            description = "A folder for the results, a file each. Default: they are only printed.")
    private String outputFolder = "";

    @Mixin
    private final HttpOptions http = new HttpOptions();

    @Override
    public Integer call() {
        Catalogs catalogs = http.catalogs();
        catalogs.requireTls(source);
        Source found = new SourceReader(catalogs.sourceReader(catalogs.timeout())).read(source, expected);
        String id = id(found);
        Map<String, String> results = new LinkedHashMap<>();
        results.put("product", product(found));
        results.put("item_id", id);
        results.put("target", target(ItemIds.of(collection), id));
        results.forEach((name, value) -> spec.commandLine().getOut().println(name + " " + value));
        if (!outputFolder.isEmpty()) {
            write(Path.of(outputFolder), results);
        }
        return ExitCode.OK;
    }

    private String id(Source found) {
        String id = found.name();
        if (!expected.isEmpty() && !expected.equals(id)) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "the id of %s is %s, not %s".formatted(source, id, expected),
                    "leave --item-id out");
        }
        return id;
    }

    private static String product(Source found) {
        return switch (found) {
            case Source.OfItem item -> ProductRoot.of(item.item()).href();
            case Source.OfProduct product -> product.address();
        };
    }

    /// Short, so that it can be part of the name of a lock.
    static String target(String collection, String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((collection + "/" + id).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, TARGET_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(Path folder, Map<String, String> results) {
        OutputFile.makeFolder(folder);
        results.forEach((name, value) -> OutputFile.write(folder.resolve(name), value));
    }
}
