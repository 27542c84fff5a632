package dev.zarrgo.controller.reconcile;

import dev.zarrgo.controller.engine.Engine;
import dev.zarrgo.controller.engine.ForeignWorkflow;
import dev.zarrgo.controller.engine.Observation;
import dev.zarrgo.controller.job.Ending;
import dev.zarrgo.controller.workflow.Workflow;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnavailableException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Workflows that end when a test says so.
final class MemoryEngine implements Engine {

    final Map<String, Observation> there = new ConcurrentHashMap<>();
    final List<String> begun = new ArrayList<>();
    final List<String> ended = new ArrayList<>();
    final List<ForeignWorkflow> foreign = new ArrayList<>();
    volatile boolean down;

    private void requireUp() {
        if (down) {
            throw new UnavailableException(FailureCode.SERVICE_UNAVAILABLE, "the engine is down");
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public synchronized void submit(Workflow workflow) {
        requireUp();
        String name = workflow.name().text();
        if (there.putIfAbsent(name, new Observation(name, 0, List.of(), Optional.empty())) == null) {
            begun.add(name);
        }
    }

    void report(String name, int percent) {
        there.put(name, new Observation(name, percent, List.of(), Optional.empty()));
    }

    void finish(String name, Ending ending) {
        there.put(name, new Observation(name, 100, List.of(), Optional.of(ending)));
    }

    @Override
    public Map<String, Observation> observe(Collection<String> names) {
        requireUp();
        var seen = new HashMap<>(there);
        seen.keySet().retainAll(names);
        return seen;
    }

    @Override
    public List<ForeignWorkflow> foreign() {
        requireUp();
        return List.copyOf(foreign);
    }

    @Override
    public synchronized void end(String name) {
        requireUp();
        ended.add(name);
        finish(name, new Ending.Lost("ended", "ended before its time"));
    }

    @Override
    public void release(String name) {
        there.remove(name);
    }

    @Override
    public Optional<InputStream> log(String name, String step, Follow follow) {
        return Optional.empty();
    }

    @Override
    public void onChange(Runnable listener) {
        // Tests call for rounds themselves.
    }

    @Override
    public void close() {
        // Nothing to give back.
    }
}
