package dev.zarrgo.controller.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zarrgo.controller.engine.local.LocalEngine;
import dev.zarrgo.controller.engine.local.LocalSettings;
import dev.zarrgo.controller.engine.local.Programs;
import dev.zarrgo.controller.ingest.Intake;
import dev.zarrgo.controller.ingest.IntakeSettings;
import dev.zarrgo.controller.ingest.ResolvedSource;
import dev.zarrgo.controller.job.BackOff;
import dev.zarrgo.controller.job.Job;
import dev.zarrgo.controller.job.Jobs;
import dev.zarrgo.controller.job.State;
import dev.zarrgo.controller.ledger.Caps;
import dev.zarrgo.controller.ledger.JobFilter;
import dev.zarrgo.controller.ledger.Ledger;
import dev.zarrgo.controller.ledger.LedgerSettings;
import dev.zarrgo.controller.ledger.Ledgers;
import dev.zarrgo.controller.ledger.Submission;
import dev.zarrgo.controller.workflow.Limits;
import dev.zarrgo.controller.workflow.Step;
import dev.zarrgo.controller.workflow.StepRetry;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/// A service of ledger, loop and local engine, to be killed. Its only step adds the job's id to a file.
///
/// `POST /<item>` answers with the id of the job once it is committed; `GET /open` with the number of jobs
/// that have not come to an end.
final class MortalService {

    private static final int CONCURRENCY = 8;

    private final Ledger ledger;
    private final Intake intake;

    private MortalService(Ledger ledger, Intake intake) {
        this.ledger = ledger;
        this.intake = intake;
    }

    /// Arguments: a folder, and for PostgreSQL its URL and user.
    public static void main(String... arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        LedgerSettings settings = arguments.length == 1
                ? LedgerSettings.embedded(folder)
                : LedgerSettings.postgresql(arguments[1], arguments[2], "");
        var quick = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(1), 0.2, 15);
        Ledger ledger = open(settings.with(quick));
        var engine = LocalEngine.open(new LocalSettings(folder.resolve("engine"), Programs.SHELL, CONCURRENCY));
        var reconciler = new Reconciler(
                ledger,
                engine,
                request -> new ResolvedSource.OneItem(request.itemId(), Optional.empty()),
                job -> workflow(job, folder.resolve("done")),
                ledger::isLeading,
                (_, _) -> {},
                ReconcileSettings.DEFAULT.with(Caps.of(CONCURRENCY * 2)));
        var service = new MortalService(ledger, new Intake(ledger, IntakeSettings.DEFAULT, reconciler::wake));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", service::answer);
        reconciler.start();
        server.start();
        Path port = Files.writeString(
                folder.resolve("port.tmp"), String.valueOf(server.getAddress().getPort()));
        Files.move(port, folder.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    /// A database may come later than its service.
    private static Ledger open(LedgerSettings settings) throws InterruptedException {
        while (true) {
            try {
                return Ledgers.open(settings);
            } catch (UnavailableException failure) {
                System.err.println(failure.getMessage());
                Thread.sleep(200);
            }
        }
    }

    private static Workflow workflow(Job job, Path done) {
        var step = new Step(
                "note",
                List.of("printf '%s\\n' " + job.id() + " >> " + done),
                Duration.ofMinutes(1),
                new Limits("1", "1Gi", "1", "1Gi"),
                new StepRetry(0, Duration.ZERO, 1),
                1,
                Step.Role.WORK);
        return new Workflow(
                job.workflow(),
                "test",
                Map.of(),
                Map.of(),
                List.of(step),
                Duration.ofMinutes(1),
                job.request().lane(),
                Optional.empty());
    }

    private void answer(HttpExchange exchange) throws IOException {
        int status = 200;
        String text;
        try {
            String path = exchange.getRequestURI().getPath().substring(1);
            text = exchange.getRequestMethod().equals("POST") ? submitted(path) : String.valueOf(open());
        } catch (RuntimeException failure) {
            status = 503;
            text = String.valueOf(failure.getMessage());
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String submitted(String item) {
        return intake.submit(Submission.ofSample(Jobs.request(item))).job().id().text();
    }

    private long open() {
        return ledger.count(JobFilter.ALL.inStates(State.NEW, State.PENDING, State.RETRY), Integer.MAX_VALUE);
    }
}
