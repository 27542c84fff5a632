package dev.zarrgo.testkit;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Answers of another server. What goes there is what came, to the byte.
final class RelayedContent implements FaultyServer.Content {

    private record Connection(Socket socket, InputStream in, OutputStream out) {}

    private final String host;
    private final int port;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    RelayedContent(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public FaultyServer.Reply answer(HttpHead request, InputStream body, Fault fault) throws IOException {
        Connection connection = connection();
        connection.out().write(request.bytes());
        body.transferTo(connection.out());
        connection.out().flush();
        HttpHead head = HttpHead.read(connection.in());
        while (head.line().contains(" 100 ")) {
            head = HttpHead.read(connection.in());
        }
        if (fault instanceof Fault.Tag other) {
            head = head.with("etag", other.tag());
        }
        int status = Integer.parseInt(head.line().split(" ", 3)[1]);
        boolean bodiless = request.line().startsWith("HEAD ") || status == 204 || status == 304;
        InputStream content = bodiless
                ? InputStream.nullInputStream()
                : head.isChunked()
                        ? new ChunkedInput(connection.in())
                        : new BoundedInput(connection.in(), Math.max(0, head.bodyBytes()));
        return new FaultyServer.Reply(head, new Returning(content, connection));
    }

    /// A connection that was used before may be closed by now; then the next one is new.
    private Connection connection() throws IOException {
        for (Connection used = idle.poll(); used != null; used = idle.poll()) {
            if (!used.socket().isClosed()) {
                return used;
            }
        }
        var socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        return new Connection(
                socket, new BufferedInputStream(socket.getInputStream(), 64 * 1024), socket.getOutputStream());
    }

    /// Gives the connection back when the answer was read to its end, else closes it.
    private final class Returning extends FilterInputStream {
        private final Connection connection;

        Returning(InputStream in, Connection connection) {
            super(in);
            this.connection = connection;
        }

        @Override
        public void close() throws IOException {
            boolean complete = in.read() < 0;
            if (complete) {
                idle.add(connection);
            } else {
                connection.socket().close();
            }
        }
    }

    /// A body in chunks, passed on with their sizes.
    private static final class ChunkedInput extends InputStream {
        private final InputStream in;
        private byte[] current = new byte[0];
        private int position;
        private boolean last;

        ChunkedInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return load() ? current[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (!load()) {
                return -1;
            }
            int count = Math.min(length, current.length - position);
            System.arraycopy(current, position, target, offset, count);
            position += count;
            return count;
        }

        private boolean load() throws IOException {
            while (position == current.length) {
                if (last) {
                    return false;
                }
                current = next();
                position = 0;
            }
            return true;
        }

        private byte[] next() throws IOException {
            var line = new StringBuilder();
            while (line.length() < 2 || line.charAt(line.length() - 1) != '\n') {
                line.append((char) in.read());
            }
            int size = Integer.parseInt(line.toString().strip().split(";", 2)[0], 16);
            last = size == 0;
            byte[] content = in.readNBytes(size + 2);
            byte[] head = line.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] chunk = new byte[head.length + content.length];
            System.arraycopy(head, 0, chunk, 0, head.length);
            System.arraycopy(content, 0, chunk, head.length, content.length);
            return chunk;
        }
    }
}
