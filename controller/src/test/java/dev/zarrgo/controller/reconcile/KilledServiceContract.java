package dev.zarrgo.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.testkit.ChildProcess;
import dev.zarrgo.testkit.ChildProcess.Signal;
import dev.zarrgo.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many clients submit as fast as they can, while the service is killed again and again: every job that was
/// acknowledged is finished, once. What counts is a file that the jobs write themselves.
///
/// `-Dzarrgo.kill.jobs=…` for another number of jobs.
abstract class KilledServiceContract {

    private static final int CLIENTS = 8;
    private static final int KILLS = 5;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init") // set before anything is sent
    private volatile ChildProcess service;

    private volatile int port;
    private final int jobs = Integer.getInteger("zarrgo.kill.jobs", jobs());

    /// What the service needs to find its ledger, behind the folder.
    abstract List<String> arguments();

    /// How many jobs, unless somebody wants another number.
    abstract int jobs();

    /// Done once, at half time.
    abstract void shakeTheDatabase();

    private void start() {
        Path portFile = folder.resolve("port");
        try {
            Files.deleteIfExists(portFile);
            var arguments = new ArrayList<Object>(List.of(folder));
            arguments.addAll(arguments());
            service = new JavaProgram(
                            List.of(),
                            System.getProperty("java.class.path"),
                            MortalService.class.getName(),
                            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                            Map.of())
                    .start(arguments.toArray());
            service.until("an open port", () -> Files.exists(portFile));
            port = Integer.parseInt(Files.readString(portFile));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    @DisplayName("X1, P14: every job that was acknowledged is finished exactly once")
    void everyAcknowledgedJobIsFinishedOnce() throws Exception {
        start();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(executor.submit(this::submitAll));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitAcknowledged(jobs * kill / (KILLS + 1));
                service.signal(Signal.KILL);
                service.ended();
                start();
                if (kill == KILLS / 2) {
                    shakeTheDatabase();
                }
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        service.until("the end of the work", () -> get("open").equals("0"));
        List<String> done = Files.readAllLines(folder.resolve("done"));
        assertThat(acknowledged).hasSize(jobs);
        assertThat(done).doesNotHaveDuplicates().containsAll(acknowledged);
        System.out.printf("%d acknowledged, %d finished, each once%n", acknowledged.size(), done.size());
    }

    private void awaitAcknowledged(int count) throws InterruptedException {
        while (acknowledgements.get() < count) {
            Thread.sleep(5);
        }
    }

    private void submitAll() {
        for (int number = next.getAndIncrement(); number < jobs; number = next.getAndIncrement()) {
            acknowledged.add(submit("item-" + number));
            acknowledgements.incrementAndGet();
        }
    }

    /// Until there is an answer.
    private String submit(String item) {
        while (true) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, item)))
                                .timeout(Duration.ofSeconds(30))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                Thread.sleep(50);
            } catch (IOException _) {
                pause();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private String get(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, path)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException _) {
            return "";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
