package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.MetadataDocuments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prepares the metadata documents while pixels are on their way; writing them has to wait (rule R9).
final class DocumentsJob implements Job<PixelContext> {

    private final ConversionPlan plan;
    private volatile @Nullable MetadataDocuments documents;

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
        return documents != null;
    }

    /// What the job has prepared.
    ///
    /// @throws IllegalStateException if it has not run
    MetadataDocuments documents() {
        MetadataDocuments prepared = documents;
        if (prepared == null) {
            throw new IllegalStateException("the documents are not prepared yet");
        }
        return prepared;
    }

    @Override
    public void close() {
        // Memory only.
    }
}
