package dev.zarrgo.converter.convert;

import dev.zarrgo.converter.task.Job;
import dev.zarrgo.converter.zarr.HierarchyWriter;
import dev.zarrgo.converter.zarr.MetadataDocuments;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prepares the metadata documents while pixels are on their way, and checks them; writing them has to wait
/// (rule R9).
final class DocumentsJob implements Job<PixelContext> {

    private final ConversionPlan plan;
    private final ConversionRequest request;
    private volatile @Nullable MetadataDocuments documents;
    private volatile @Nullable ResultCheck check;

    DocumentsJob(ConversionPlan plan, ConversionRequest request) {
        this.plan = plan;
        this.request = request;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public List<Task<PixelContext>> step(PixelContext context) {
        MetadataDocuments prepared = documents;
        long start = System.nanoTime();
        if (prepared == null) {
            documents = HierarchyWriter.documents(plan.target(), plan.multiscaleGroups());
        } else {
            check = new ResultCheck(prepared, request.source(), request.target());
        }
        context.track()
                .add(
                        prepared == null ? Timeline.Stage.CONSOLIDATE : Timeline.Stage.VERIFY,
                        "",
                        start,
                        System.nanoTime());
        return List.of();
    }

    @Override
    public boolean isFinished() {
        return documents != null && (check != null || request.check() == ConversionRequest.Check.NONE);
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

    /// The check that goes on when the data are written; empty if none is wanted.
    Optional<ResultCheck> check() {
        return Optional.ofNullable(check);
    }

    @Override
    public void close() {
        // Memory only.
    }
}
