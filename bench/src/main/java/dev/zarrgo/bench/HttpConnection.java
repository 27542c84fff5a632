package dev.zarrgo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One connection to a server on this machine, one request after the other: a client that takes as little
/// of the processors as it can, because it shares them with what it measures.
final class HttpConnection implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("^HTTP/1.1 (\\d{3}) ");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;
    private final byte[] head = new byte[8192];

    HttpConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        host = " HTTP/1.1\r\nHost: 127.0.0.1:" + port;
    }

    record Answer(int status, String body) {}

    Answer get(String path) throws IOException {
        return send("GET " + path + host + "\r\n\r\n");
    }

    Answer post(String path, String json) throws IOException {
        return send("POST " + path + host + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json);
    }

    /// @param request in ASCII
    private Answer send(String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        int read = 0;
        int end = -1;
        while (end < 0) {
            int count = in.read(head, read, head.length - read);
            if (count <= 0) {
                throw new EOFException("the server hung up, or says too much");
            }
            end = endOfHead(Math.max(0, read - END_OF_HEAD.length), read + count);
            read += count;
        }
        String text = new String(head, 0, end, StandardCharsets.ISO_8859_1);
        Matcher status = STATUS.matcher(text);
        Matcher length = LENGTH.matcher(text);
        if (!status.find() || !length.find()) {
            throw new IOException("no answer of HTTP/1.1 with a length");
        }
        byte[] body = Arrays.copyOfRange(head, end, end + Integer.parseInt(length.group(1)));
        int there = read - end;
        if (in.readNBytes(body, there, body.length - there) < body.length - there) {
            throw new EOFException("the server hung up");
        }
        return new Answer(Integer.parseInt(status.group(1)), new String(body, StandardCharsets.UTF_8));
    }

    /// @return where the body begins; -1 if that has not come yet
    private int endOfHead(int from, int to) {
        for (int i = from; i <= to - END_OF_HEAD.length; i++) {
            if (Arrays.equals(head, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i + END_OF_HEAD.length;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
