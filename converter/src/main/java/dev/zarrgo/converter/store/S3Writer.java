package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.ZarrgoException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An object on its way to S3: as a whole if it stays small, else in parts that are sent while it is
/// written (rule R87).
///
/// Small is what has at most [#WHOLE_BYTES] and fits the memory for what is not sent yet; when that is used
/// up, an object goes in parts from then on.
final class S3Writer implements ObjectWriter {

    /// Above this an object goes in parts in any case.
    static final long WHOLE_BYTES = 64L << 20;

    private static final int SEGMENT_BYTES = WriteBudget.SEGMENT_BYTES;
    private static final int FIRST_BYTES = 64 * 1024;
    private static final int ABORTS = 4;
    private static final Duration ABORT_PAUSE = Duration.ofMillis(100);

    private final S3Client client;
    private final String key;
    private final WriteBudget budget;
    private final String described;
    /// Full and not sent.
    private final List<byte[]> full = new ArrayList<>();
    private final List<S3Client.Part> parts = new ArrayList<>();
    private final Deque<Fetch<S3Client.Part>> sending = new ArrayDeque<>();
    private byte[] segment = new byte[FIRST_BYTES];
    private int filled;
    private int lastPart;
    private long size;
    private @Nullable String upload;
    private boolean ended;

    S3Writer(S3Client client, String key, WriteBudget budget, String described) {
        this.client = client;
        this.key = key;
        this.budget = budget;
        this.described = described;
    }

    @Override
    public void append(ByteBuffer content) {
        while (content.hasRemaining()) {
            if (filled == segment.length) {
                enlarge(content.remaining());
            }
            int count = Math.min(content.remaining(), segment.length - filled);
            content.get(segment, filled, count);
            filled += count;
            size += count;
        }
    }

    private void enlarge(int more) {
        if (segment.length < SEGMENT_BYTES) {
            long wanted = Math.max(2L * segment.length, (long) filled + more);
            byte[] larger = wanted >= SEGMENT_BYTES ? budget.segment() : new byte[(int) wanted];
            System.arraycopy(segment, 0, larger, 0, filled);
            segment = larger;
            return;
        }
        boolean whole = upload == null && size < WHOLE_BYTES;
        if (whole && budget.take()) {
            full.add(segment);
        } else {
            startSending();
            send(segment);
        }
        segment = budget.segment();
        filled = 0;
    }

    /// From now on the object goes in parts; what was kept goes first.
    private void startSending() {
        if (upload != null) {
            return;
        }
        upload = client.startUpload(key);
        List<byte[]> kept = List.copyOf(full);
        full.clear();
        kept.forEach(this::sendTaken);
    }

    private void send(byte[] content) {
        while (!budget.take()) {
            if (sending.isEmpty()) {
                // Nobody of this writer will give memory back: send what it has before it goes on.
                parts.add(put(++lastPart, content, content.length));
                budget.reuse(content);
                return;
            }
            awaitFirst();
        }
        sendTaken(content);
    }

    private void sendTaken(byte[] content) {
        int number = ++lastPart;
        sending.add(Fetch.start(() -> {
            try {
                S3Client.Part part = put(number, content, content.length);
                budget.reuse(content);
                return part;
            } finally {
                budget.give();
            }
        }));
    }

    private S3Client.Part put(int number, byte[] content, int length) {
        String id = upload;
        if (id == null) {
            throw new IllegalStateException("no upload was started");
        }
        return client.putPart(key, id, number, List.of(ByteBuffer.wrap(content, 0, length)));
    }

    private void awaitFirst() {
        Fetch<S3Client.Part> first = sending.getFirst();
        parts.add(first.await(described));
        sending.removeFirst();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void commit() {
        String id = upload;
        if (id == null) {
            client.put(key, content());
        } else {
            if (filled > 0) {
                parts.add(put(++lastPart, segment, filled));
            }
            while (!sending.isEmpty()) {
                awaitFirst();
            }
            parts.sort((one, other) -> Integer.compare(one.number(), other.number()));
            client.complete(key, id, parts, size);
        }
        ended = true;
    }

    private List<ByteBuffer> content() {
        var content = new ArrayList<ByteBuffer>();
        full.forEach(part -> content.add(ByteBuffer.wrap(part)));
        if (filled > 0) {
            content.add(ByteBuffer.wrap(segment, 0, filled));
        }
        return content;
    }

    @Override
    public void close() {
        full.forEach(part -> {
            budget.give();
            budget.reuse(part);
        });
        full.clear();
        budget.reuse(segment);
        segment = new byte[0];
        filled = 0;
        String id = upload;
        upload = null;
        if (id != null && !ended) {
            sending.forEach(part -> part.abandon(_ -> {}));
            abort(id);
        }
        ended = true;
    }

    /// Best effort, on a thread of its own so that it happens after an interruption too; what stays is
    /// found by `zarrgo clean`.
    private void abort(String id) {
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                sending.forEach(S3Writer::awaitEnd);
                abortForGood(id);
            } catch (ZarrgoException _) {
                // The failure that led here is the one to report.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// A part that the service was still taking in may bring the upload back.
    private void abortForGood(String id) throws InterruptedException {
        client.abort(key, id);
        for (int i = 1; i < ABORTS && !sending.isEmpty(); i++) {
            Thread.sleep(ABORT_PAUSE);
            if (client.uploads(key).stream().noneMatch(left -> left.id().equals(id))) {
                return;
            }
            client.abort(key, id);
        }
    }

    private static void awaitEnd(Fetch<S3Client.Part> part) {
        try {
            part.await("part");
        } catch (RuntimeException _) {
            // It was told to stop.
        }
    }
}
