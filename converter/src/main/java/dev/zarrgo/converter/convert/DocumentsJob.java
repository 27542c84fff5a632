package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Prepares the metadata documents while pixels are on their way; writing them has to wait (rule R9).
final class DocumentsJob implements Job<PixelContext> {

    private final ConversionPlan plan;
    private volatile SequencedMap<String, byte[]> documents = new LinkedHashMap<>();

    DocumentsJob(ConversionPlan plan) {
        this.plan = plan;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<PixelContext>> step(PixelContext context) {
        documents = HierarchyWriter.documents(plan.target(), plan.multiscaleGroups());
        return List.of();
    }

    @Override
    public boolean isFinished() {
        return !documents.isEmpty();
    }

    /// Every `zarr.json` by key in the order of writing, the root last; empty before the job has run.
    SequencedMap<String, byte[]> documents() {
        return documents;
    }

    @Override
    public void close() {
        // Memory only.
    }
}
