package dev.zarrgo.controller.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.controller.engine.Engine.Follow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.engine.StepStatus;
import dev.zarrgo.controller.engine.StepStatus.Phase;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.Step;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, and services that come and go around them.
class LocalEngineTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private LocalEngine engine;

    @BeforeEach
    void open() {
        engine = LocalEngine.open(settings(2));
    }

    private LocalSettings settings(int concurrency) {
        return new LocalSettings(
                folder.resolve("engine"),
                Programs.SHELL,
                Map.of("PLACE", folder.toString()),
                concurrency,
                Duration.ofDays(1),
                Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void reopen() {
        engine.close();
        open();
    }

    private Observation observe(Workflow workflow) {
        String name = workflow.name().text();
        return Optional.ofNullable(engine.observe(List.of(name)).get(name)).orElseThrow();
    }

    private Ending await(Workflow workflow) throws InterruptedException {
        Instant give = Instant.now().plusSeconds(30);
        while (observe(workflow).ending().isEmpty() && Instant.now().isBefore(give)) {
            Thread.sleep(10);
        }
        return observe(workflow).ending().orElseThrow();
    }

    private Ending run(Workflow workflow) throws InterruptedException {
        engine.submit(workflow);
        return await(workflow);
    }

    private void awaitFile(String name) throws InterruptedException {
        Instant give = Instant.now().plusSeconds(30);
        while (!Files.exists(folder.resolve(name)) && Instant.now().isBefore(give)) {
            Thread.sleep(10);
        }
        assertThat(folder.resolve(name)).exists();
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private String log(Workflow workflow, String step, Follow follow) throws IOException {
        try (InputStream log = engine.log(workflow.name().text(), step, follow).orElseThrow()) {
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void stepsRunInOrderAndPassOnTheirOutputs() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step("first", "printf %s 'a b {{c}}' > {outputs}/answer; echo one"),
                Programs.step("second", "printf '%s\\n' '{first.answer}' >> $PLACE/seen; echo $TRACEPARENT"));
        assertThat(run(workflow)).isInstanceOf(Ending.Success.class);
        assertThat(lines("seen")).containsExactly("a b {c}");
        assertThat(log(workflow, "first", Follow.NO)).isEqualTo("one\n");
        assertThat(log(workflow, "second", Follow.NO)).startsWith("00-0af7651916cd43dd8448eb211c80319c");
        assertThat(observe(workflow).percent()).isEqualTo(100);
        assertThat(observe(workflow).steps()).extracting(StepStatus::phase).containsOnly(Phase.SUCCEEDED);
    }

    @Test
    @DisplayName("X6: a failed step ends the workflow with its exit code and its own words")
    void aFailedStepEndsTheWorkflow() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step(
                        "broken",
                        "echo 'error: array b04: ends early'; echo '       code: source-corrupt';"
                                + " echo '       try: fetch it again'; exit 65"),
                Programs.step("never", "touch $PLACE/never"));
        Ending.Failure failure = (Ending.Failure) run(workflow);
        assertThat(failure.exitCode()).isEqualTo(65);
        assertThat(failure.message()).isEqualTo("broken: array b04: ends early; try: fetch it again");
        assertThat(failure.code()).contains("source-corrupt");
        assertThat(failure.report()
                        .orElseThrow()
                        .path("steps")
                        .path(1)
                        .path("phase")
                        .asText())
                .isEqualTo("skipped");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    @DisplayName("P12: exit code 75 is tried again, 65 is not")
    void passingFailuresAreTriedAgain() throws Exception {
        Workflow passing = Programs.workflow(Programs.step(
                "flaky",
                "echo x >> $PLACE/tries; [ $(wc -l < $PLACE/tries) -ge 3 ] || exit 75",
                2,
                Duration.ofSeconds(60),
                Step.Role.WORK));
        assertThat(run(passing)).isInstanceOf(Ending.Success.class);
        assertThat(lines("tries")).hasSize(3);
        Workflow lasting = Programs.workflow(
                Programs.step("bad", "echo x >> $PLACE/once; exit 65", 2, Duration.ofSeconds(60), Step.Role.WORK));
        assertThat(run(lasting)).isInstanceOf(Ending.Failure.class);
        assertThat(lines("once")).hasSize(1);
    }

    @Test
    @DisplayName("P16: clean-up runs whatever happened, and does not change the verdict")
    void cleanUpDoesNotDecide() throws Exception {
        Step cleanUp = Programs.step(
                "clean-up", "touch $PLACE/cleaned; exit 70", 0, Duration.ofSeconds(60), Step.Role.CLEAN_UP);
        assertThat(run(Programs.workflow(Programs.step("work", "true"), cleanUp)))
                .isInstanceOf(Ending.Success.class);
        Files.delete(folder.resolve("cleaned"));
        Ending failed = run(Programs.workflow(Programs.step("work", "exit 66"), cleanUp));
        assertThat(((Ending.Failure) failed).exitCode()).isEqualTo(66);
        assertThat(folder.resolve("cleaned")).exists();
    }

    @Test
    void aStepHasADeadline() throws Exception {
        Workflow workflow =
                Programs.workflow(Programs.step("slow", "sleep 100", 0, Duration.ofSeconds(1), Step.Role.WORK));
        Ending.Failure failure = (Ending.Failure) run(workflow);
        assertThat(failure.exitCode()).isEqualTo(143);
        assertThat(failure.message()).contains("did not end within");
    }

    @Test
    @DisplayName("X2, P14: submitting twice runs once")
    void submittingTwiceRunsOnce() throws Exception {
        Workflow workflow = Programs.workflow(Programs.step("count", "echo x >> $PLACE/runs"));
        engine.submit(workflow);
        engine.submit(workflow);
        await(workflow);
        engine.submit(workflow);
        engine.release(workflow.name().text());
        engine.submit(workflow);
        reopen();
        engine.submit(workflow);
        assertThat(await(workflow)).isInstanceOf(Ending.Success.class);
        assertThat(lines("runs")).hasSize(1);
    }

    @Test
    void whatWasNeverSubmittedIsNotThere() {
        assertThat(engine.observe(List.of("zarrgo-01jd3q6z8k5v0c9x2m4n7p1r3t-1")))
                .isEmpty();
    }

    @Test
    @DisplayName("issue: processes go on while the service is down, and the next one takes them up")
    void aServiceThatComesBackTakesUpWhatRuns() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step("long", "echo x >> $PLACE/started; until [ -e $PLACE/go ]; do sleep 0.05; done; exit 3"),
                Programs.step("never", "true"));
        engine.submit(workflow);
        awaitFile("started");
        reopen();
        Files.createFile(folder.resolve("go"));
        assertThat(((Ending.Failure) await(workflow)).exitCode()).isEqualTo(3);
        assertThat(lines("started")).hasSize(1);
    }

    @Test
    void whatEndedWhileTheServiceWasDownIsNotRunAgain() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step("first", "echo x >> $PLACE/first; until [ -e $PLACE/go ]; do sleep 0.05; done"),
                Programs.step("second", "echo x >> $PLACE/second"));
        engine.submit(workflow);
        awaitFile("first");
        engine.close();
        Files.createFile(folder.resolve("go"));
        awaitFile("engine/runs/%s/first/1.exit".formatted(workflow.name()));
        open();
        assertThat(await(workflow)).isInstanceOf(Ending.Success.class);
        assertThat(lines("first")).hasSize(1);
        assertThat(lines("second")).hasSize(1);
    }

    @Test
    void aProcessThatWasKilledWithItsShellIsTriedAgain() throws Exception {
        Workflow workflow = Programs.workflow(Programs.step(
                "victim",
                "echo $PPID >> $PLACE/shells; [ $(wc -l < $PLACE/shells) -ge 2 ] || exec sleep 100",
                1,
                Duration.ofSeconds(60),
                Step.Role.WORK));
        engine.submit(workflow);
        awaitFile("shells");
        ProcessHandle shell =
                ProcessHandle.of(Long.parseLong(lines("shells").getFirst())).orElseThrow();
        List<ProcessHandle> children = shell.descendants().toList();
        shell.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        assertThat(await(workflow)).isInstanceOf(Ending.Success.class);
        assertThat(lines("shells")).hasSize(2);
    }

    /// The number of the process belongs to somebody else by now.
    @Test
    void aNumberThatIsUsedAgainIsNotTakenForTheProcess() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step("work", "echo x >> $PLACE/work", 1, Duration.ofSeconds(60), Step.Role.WORK));
        engine.close();
        var runFolder = new RunFolder(folder.resolve("engine/runs/" + workflow.name()));
        runFolder.create(workflow);
        Files.createDirectories(runFolder.step("work"));
        Path claim = runFolder.step("work").resolve("1.pid");
        Files.writeString(claim, ProcessHandle.current().pid() + "\n");
        Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        open();
        assertThat(await(workflow)).isInstanceOf(Ending.Success.class);
        assertThat(lines("work")).hasSize(1);
    }

    @Test
    @DisplayName("section 7: a workflow can be ended, running or waiting")
    void aWorkflowCanBeEnded() throws Exception {
        Workflow one = Programs.workflow(
                Programs.step("long", "touch $PLACE/one; sleep 100"), Programs.step("never", "touch $PLACE/never"));
        Workflow two = Programs.workflow(Programs.step("long", "touch $PLACE/two; sleep 100"));
        Workflow waiting = Programs.workflow(Programs.step("never", "touch $PLACE/never"));
        engine.submit(one);
        engine.submit(two);
        awaitFile("one");
        awaitFile("two");
        engine.submit(waiting);
        engine.end(waiting.name().text());
        engine.end(one.name().text());
        assertThat(await(one)).isInstanceOf(Ending.Lost.class);
        assertThat(await(waiting)).isInstanceOf(Ending.Lost.class);
        engine.end(two.name().text());
        assertThat(await(two)).isInstanceOf(Ending.Lost.class);
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    @DisplayName("issue: concurrency is bounded")
    void concurrencyIsBounded() throws Exception {
        String line = "echo + >> $PLACE/trace; sleep 0.1; echo - >> $PLACE/trace";
        var workflows = new ArrayList<Workflow>();
        for (int i = 0; i < 8; i++) {
            workflows.add(Programs.workflow(Programs.step("work", line)));
        }
        workflows.forEach(engine::submit);
        for (Workflow workflow : workflows) {
            await(workflow);
        }
        int running = 0;
        int most = 0;
        for (String mark : lines("trace")) {
            running += mark.equals("+") ? 1 : -1;
            most = Math.max(most, running);
        }
        assertThat(running).isZero();
        assertThat(most).isBetween(1, 2);
    }

    @Test
    void progressIsThatOfTheSteps() throws Exception {
        Workflow workflow = Programs.workflow(
                Programs.step("a", "true"),
                Programs.step(
                        "b",
                        "printf 50/100 > $ARGO_PROGRESS_FILE; touch $PLACE/half; until [ -e $PLACE/go ]; do sleep 0.05; done"));
        engine.submit(workflow);
        awaitFile("half");
        assertThat(observe(workflow).percent()).isEqualTo(75);
        Files.createFile(folder.resolve("go"));
        await(workflow);
    }

    @Test
    void aLogCanBeFollowedToItsEnd() throws Exception {
        Workflow workflow = Programs.workflow(Programs.step(
                "talk", "echo one; touch $PLACE/said; until [ -e $PLACE/go ]; do sleep 0.05; done; echo two"));
        engine.submit(workflow);
        awaitFile("said");
        CompletableFuture<String> followed = CompletableFuture.supplyAsync(() -> {
            try {
                return log(workflow, "talk", Follow.YES);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertThat(log(workflow, "talk", Follow.NO)).isEqualTo("one\n");
        Files.createFile(folder.resolve("go"));
        assertThat(followed.get(30, TimeUnit.SECONDS)).isEqualTo("one\ntwo\n");
        await(workflow);
        engine.release(workflow.name().text());
        assertThat(log(workflow, "talk", Follow.YES)).isEqualTo("one\ntwo\n");
        assertThat(engine.log(workflow.name().text(), "../../x", Follow.NO)).isEmpty();
    }

    @Test
    void changesAreTold() throws Exception {
        var told = new CompletableFuture<Boolean>();
        engine.onChange(() -> told.complete(true));
        run(Programs.workflow(Programs.step("work", "true")));
        assertThat(told.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneEngineAtATime() {
        assertThatThrownBy(() -> LocalEngine.open(settings(1))).isInstanceOf(UnavailableException.class);
    }
}
