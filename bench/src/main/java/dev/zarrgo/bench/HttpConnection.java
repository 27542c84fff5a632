package dev.zarrgo.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection to a server on this machine, one request after the other: a client that takes as little
/// of the processors as it can, because it shares them with what it measures.
final class HttpConnection implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3}) .*");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        host = "127.0.0.1:" + port;
    }

    record Answer(int status, String body) {}

    Answer get(String path) throws IOException {
        return send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host));
    }

    Answer post(String path, String json) throws IOException {
        return send("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, host, json.length(), json));
    }

    /// @param request in ASCII
    private Answer send(String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        Matcher first = STATUS.matcher(line());
        if (!first.matches()) {
            throw new IOException("no answer of HTTP/1.1");
        }
        int length = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        return new Answer(Integer.parseInt(first.group(1)), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server hung up");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
