package dev.zarrgo.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// So many bytes of another stream.
final class BoundedInput extends InputStream {

    private final InputStream in;
    private long left;

    BoundedInput(InputStream in, long bytes) {
        this.in = in;
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("%,d bytes are missing".formatted(left));
        }
        left -= count;
        return count;
    }

    void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
