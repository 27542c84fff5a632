package dev.zarrgo.controller.engine.local;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs workflows as child processes. They go on while the service is down, and the next one takes them up
/// again.
///
/// ```
/// <folder>/lock          one engine at a time
///          runs/         workflows that wait, run, or have ended and are not recorded yet
///          released/     those that are recorded: their logs
/// ```
public final class LocalEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);

    /// Of workflows and steps: a part of a path, and no more.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final LocalSettings settings;
    private final Path runs;
    private final Path released;
    private final FileChannel lock;
    private final Map<String, LocalRun> known = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore slots;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LocalEngine(LocalSettings settings, FileChannel lock) {
        this.settings = settings;
        this.lock = lock;
        this.runs = settings.folder().resolve("runs");
        this.released = settings.folder().resolve("released");
        this.slots = new Semaphore(settings.concurrency(), true);
    }

    /// Opens the folder and goes on with what is there.
    ///
    /// @throws UnavailableException if another engine has it
    public static LocalEngine open(LocalSettings settings) {
        try {
            Files.createDirectories(settings.folder().resolve("runs"));
            Files.createDirectories(settings.folder().resolve("released"));
            var engine = new LocalEngine(settings, lock(settings.folder()));
            engine.resume();
            return engine;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // Held by another engine of this process.
        }
        channel.close();
        throw new UnavailableException(
                FailureCode.SERVICE_UNAVAILABLE,
                "another engine runs workflows in %s".formatted(folder),
                "stop the other service, or give this one a folder of its own");
    }

    private void resume() throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            folders.sorted().map(RunFolder::new).filter(RunFolder::exists).forEach(this::begin);
        }
        Instant old = Instant.now().minus(settings.retention());
        try (Stream<Path> folders = Files.list(released)) {
            folders.filter(folder -> isOlder(folder, old)).forEach(LocalEngine::delete);
        }
    }

    private static boolean isOlder(Path folder, Instant time) {
        try {
            return Files.getLastModifiedTime(folder).toInstant().isBefore(time);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            LOG.atWarn().setCause(failure).log("{} cannot be removed", folder);
        }
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public void submit(Workflow workflow) {
        String name = workflow.name().text();
        var folder = new RunFolder(runs.resolve(name));
        synchronized (this) {
            if (folder.exists() || Files.exists(released.resolve(name))) {
                return;
            }
            folder.create(workflow);
            begin(folder);
        }
    }

    private void begin(RunFolder folder) {
        var run = new LocalRun(folder, settings);
        known.put(folder.name(), run);
        if (!run.isOver()) {
            threads.execute(() -> run(folder, run));
        }
    }

    private void run(RunFolder folder, LocalRun run) {
        try {
            slots.acquire();
            try {
                run.run();
            } finally {
                slots.release();
            }
        } catch (InterruptedException _) {
            // The service stops; its processes do not.
            return;
        } catch (RuntimeException failure) {
            LOG.atError()
                    .addKeyValue("workflow", folder.name())
                    .setCause(failure)
                    .log("the run broke off");
            run.conclude(new Ending.Lost("engine-failure", String.valueOf(failure.getMessage())));
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public Map<String, Observation> observe(Collection<String> names) {
        var observations = new HashMap<String, Observation>();
        for (String name : names) {
            run(name).ifPresent(run -> observations.put(name, run.observation()));
        }
        return observations;
    }

    private Optional<LocalRun> run(String name) {
        LocalRun run = known.get(name);
        if (run != null) {
            return Optional.of(run);
        }
        var folder = new RunFolder(released.resolve(name));
        return folder.exists() ? Optional.of(new LocalRun(folder, settings)) : Optional.empty();
    }

    @Override
    public List<ForeignWorkflow> foreign() {
        return List.of();
    }

    @Override
    public void end(String name) {
        LocalRun run = known.get(name);
        if (run == null || run.isOver()) {
            return;
        }
        threads.execute(() -> {
            try {
                run.end();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public synchronized void release(String name) {
        LocalRun run = known.get(name);
        if (run == null || !run.isOver()) {
            return;
        }
        try {
            Files.move(runs.resolve(name), released.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            known.remove(name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Optional<InputStream> log(String name, String step, Follow follow) {
        if (!NAME.matcher(name).matches() || !NAME.matcher(step).matches()) {
            return Optional.empty();
        }
        Path running = new RunFolder(runs.resolve(name)).log(step);
        LocalRun run = known.get(name);
        BooleanSupplier growing = () -> follow == Follow.YES && run != null && run.isRunning(step);
        if (growing.getAsBoolean() || Files.exists(running)) {
            return Optional.of(new LogStream(running, growing));
        }
        Path kept = new RunFolder(released.resolve(name)).log(step);
        return Files.exists(kept) ? Optional.of(new LogStream(kept, () -> false)) : Optional.empty();
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("runs do not stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.atWarn().setCause(failure).log("the lock cannot be released");
        }
    }
}
