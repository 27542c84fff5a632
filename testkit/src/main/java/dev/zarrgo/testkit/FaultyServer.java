package dev.zarrgo.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A web server on this machine that is as slow and as unreliable as it is told to be, and counts.
///
/// It serves a folder, with ranges and entity tags, or stands before another server and passes requests on
/// as they are, so that signatures hold. HTTP 1.1, a thread for each connection.
public final class FaultyServer implements AutoCloseable {

    /// How fast the server is.
    ///
    /// @param latency before the first byte of each answer
    /// @param bytesPerSecond of bodies on each connection; 0 for as fast as it can
    public record Pace(Duration latency, long bytesPerSecond) {
        public static final Pace FAST = new Pace(Duration.ZERO, 0);
    }

    /// A request and what was sent for it.
    ///
    /// @param status 0 if the connection ended before
    /// @param bytes of the body that were sent
    public record Exchange(Fault.Asked request, int status, long bytes) {}

    /// Where well answered requests come from.
    interface Content {
        /// Answers a request.
        ///
        /// @param body is read to its end
        /// @param fault of those that concern the content
        Reply answer(HttpHead request, InputStream body, Fault fault) throws IOException;
    }

    /// An answer on its way.
    ///
    /// @param body ends where the answer ends; closed when nobody needs it any more
    record Reply(HttpHead head, InputStream body) {

        int status() {
            return Integer.parseInt(head.line().split(" ", 3)[1]);
        }
    }

    private static final int PIECE_BYTES = 64 * 1024;
    private static final int PACED_BYTES = 16 * 1024;

    private final Content content;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private volatile Fault.Plan plan = Fault.Plan.NONE;
    private volatile Pace pace = Pace.FAST;
    private volatile boolean ranges = true;

    private FaultyServer(Content content) {
        this.content = content;
        try {
            this.socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().name("faulty-server").start(this::accept);
    }

    /// A server of the files below a folder.
    public static FaultyServer of(Path folder) {
        return new FaultyServer(new FolderContent(folder));
    }

    /// A server that passes requests on to another one.
    ///
    /// @param service http, host and port
    public static FaultyServer before(URI service) {
        return new FaultyServer(new RelayedContent(service.getHost(), service.getPort()));
    }

    /// Sets what goes wrong from now on.
    public FaultyServer with(Fault.Plan faults) {
        plan = faults;
        return this;
    }

    /// Sets how fast it is from now on.
    public FaultyServer with(Pace speed) {
        pace = speed;
        return this;
    }

    /// Has it send whole objects, whatever part is asked for.
    public FaultyServer withoutRanges() {
        ranges = false;
        return this;
    }

    /// Where the server is, without a `/` at the end.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /// What was asked for so far and has been answered.
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /// Those whose path contains `part`.
    public List<Exchange> exchanges(String part) {
        return exchanges.stream()
                .filter(exchange -> exchange.request().path().contains(part))
                .toList();
    }

    /// Bytes of bodies that were sent for paths that contain `part`.
    public long bytes(String part) {
        return exchanges(part).stream().mapToLong(Exchange::bytes).sum();
    }

    /// The most requests that were under way at the same time.
    public int peak() {
        return peak.get();
    }

    /// Requests that are under way.
    public int underWay() {
        return underWay.get();
    }

    /// Forgets what was counted.
    public void reset() {
        exchanges.clear();
        counts.clear();
        count.set(0);
        peak.set(0);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : open) {
                connection.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().name("faulty-connection").start(() -> serve(connection));
            } catch (IOException _) {
                // Closed, or the other side is gone already.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream(), PIECE_BYTES);
            var out = new BufferedOutputStream(connection.getOutputStream(), PIECE_BYTES);
            while (serveOne(in, out)) {
                out.flush();
            }
            out.flush();
        } catch (IOException | InterruptedException _) {
            // The other side is gone.
        } finally {
            open.remove(connection);
        }
    }

    /// @return whether the connection goes on
    private boolean serveOne(InputStream in, OutputStream out) throws IOException, InterruptedException {
        HttpHead head = HttpHead.read(in);
        peak.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            return answer(head, in, out);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private boolean answer(HttpHead head, InputStream in, OutputStream out) throws IOException, InterruptedException {
        String[] line = head.line().split(" ", 3);
        int nth = counts.computeIfAbsent(line[0] + line[1], _ -> new AtomicInteger())
                .incrementAndGet();
        var asked = new Fault.Asked(line[0], line[1], head.headers(), nth, count.incrementAndGet());
        Fault fault = plan.of(asked);
        var body = new BoundedInput(in, Math.max(0, head.bodyBytes()));
        Thread.sleep(pace.latency());
        return switch (fault) {
            case Fault.Silence _ -> {
                body.drain();
                in.read(); // until the other side gives up
                yield false;
            }
            case Fault.Answer other -> {
                body.drain();
                yield send(asked, made(other), fault, out);
            }
            case Fault.Lost _ -> {
                try (InputStream lost = content.answer(head, body, Fault.NONE).body()) {
                    lost.readAllBytes();
                }
                exchanges.add(new Exchange(asked, 0, 0));
                yield false;
            }
            case Fault.Cut cut
            when cut.bytes() == 0 -> {
                exchanges.add(new Exchange(asked, 0, 0));
                yield false;
            }
            case Fault.None _, Fault.Cut _, Fault.Trickle _, Fault.Tag _ ->
                send(asked, content.answer(ranges ? head : head.with("range", ""), body, fault), fault, out);
        };
    }

    private static Reply made(Fault.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        var text =
                new StringBuilder("HTTP/1.1 %d Made\r\nContent-Length: %d\r\n".formatted(answer.status(), body.length));
        answer.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        return new Reply(HttpHead.read(new ByteArrayInputStream(head)), new ByteArrayInputStream(body));
    }

    private boolean send(Fault.Asked asked, Reply reply, Fault fault, OutputStream out)
            throws IOException, InterruptedException {
        long limit = fault instanceof Fault.Cut cut ? cut.bytes() : Long.MAX_VALUE;
        int piece = fault instanceof Fault.Trickle trickle
                ? trickle.bytes()
                : pace.bytesPerSecond() > 0 ? PACED_BYTES : PIECE_BYTES;
        long sent = 0;
        try (InputStream body = reply.body()) {
            out.write(reply.head().bytes());
            byte[] buffer = new byte[piece];
            long start = System.nanoTime();
            while (sent < limit) {
                int count = body.readNBytes(buffer, 0, (int) Math.min(piece, limit - sent));
                if (count == 0) {
                    break;
                }
                out.write(buffer, 0, count);
                sent += count;
                pause(fault, sent, start, out);
            }
            return sent < limit && !reply.head().header("connection").equalsIgnoreCase("close");
        } finally {
            exchanges.add(new Exchange(asked, reply.status(), sent));
        }
    }

    private void pause(Fault fault, long sent, long start, OutputStream out) throws IOException, InterruptedException {
        if (fault instanceof Fault.Trickle trickle) {
            out.flush();
            Thread.sleep(trickle.pause());
        } else if (pace.bytesPerSecond() > 0) {
            out.flush();
            long due = start + (long) (1e9 * sent / pace.bytesPerSecond());
            long early = due - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early));
            }
        }
    }
}
