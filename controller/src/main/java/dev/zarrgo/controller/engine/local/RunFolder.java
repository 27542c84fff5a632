package dev.zarrgo.controller.engine.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.controller.workflow.WorkflowJson;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The files of one workflow.
///
/// ```
/// <name>/workflow.json      what to do
///        end                somebody asked for its end
///        ended.json         how it ended
///        <step>/log         what all tries printed
///               outputs/    files for later steps, and report.json
///               1.pid       the process of the first try, written by itself
///               1.exit      its exit code, written by itself
/// ```
final class RunFolder {

    private static final int MAX_REPORT_BYTES = 256 << 10;

    private final Path path;

    RunFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    String name() {
        return path.getFileName().toString();
    }

    boolean exists() {
        return Files.exists(workflowFile());
    }

    private Path workflowFile() {
        return path.resolve("workflow.json");
    }

    /// Makes the folder; after this the workflow is there, whatever happens to the service.
    void create(Workflow workflow) {
        try {
            Files.createDirectories(path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        write(workflowFile(), Json.bytes(WorkflowJson.document(workflow)));
    }

    Workflow workflow() {
        return WorkflowJson.read(read(workflowFile()).orElseThrow());
    }

    boolean isToEnd() {
        return Files.exists(path.resolve("end"));
    }

    void askToEnd() {
        write(path.resolve("end"), new byte[0]);
    }

    Optional<Ending> ending() {
        return read(path.resolve("ended.json")).map(EndingJson::read);
    }

    void end(Ending ending) {
        write(path.resolve("ended.json"), Json.bytes(EndingJson.document(ending)));
    }

    Path step(String step) {
        return path.resolve(step);
    }

    Path log(String step) {
        return step(step).resolve("log");
    }

    Path outputs(String step) {
        return step(step).resolve("outputs");
    }

    /// Where a step may write how far it is, as `63/100`.
    Path progress(String step) {
        return step(step).resolve("progress");
    }

    /// The report of a step, if it left one of a size that can be kept.
    Optional<JsonNode> report(String step) {
        Path file = outputs(step).resolve("report.json");
        try {
            return Files.exists(file) && Files.size(file) <= MAX_REPORT_BYTES ? read(file) : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Optional.of(Json.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be read".formatted(file), failure);
        }
    }

    /// Writes a file in one act.
    private static void write(Path file, byte[] content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), failure);
        }
    }
}
