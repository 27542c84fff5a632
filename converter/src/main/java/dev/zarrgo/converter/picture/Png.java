package dev.zarrgo.converter.picture;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Writes PNG: eight bits per channel, with alpha, rows filtered by what is above them.
///
/// The runtime's own writer brings a window system along; this one is ready at once and gives the same
/// bytes everywhere.
///
/// Source: <https://www.w3.org/TR/png-3/>
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BIT_DEPTH = 8;
    private static final int COLOUR_WITH_ALPHA = 6;
    private static final int CHANNELS = 4;
    private static final int FILTER_UP = 2;

    private Png() {}

    static byte[] encode(Picture picture) {
        var bytes = new ByteArrayOutputStream();
        try (var file = new DataOutputStream(bytes)) {
            file.write(SIGNATURE);
            chunk(file, "IHDR", header(picture));
            chunk(file, "IDAT", pixels(picture));
            chunk(file, "IEND", new byte[0]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(Picture picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var header = new DataOutputStream(bytes)) {
            header.writeInt(picture.width());
            header.writeInt(picture.height());
            // Deflate, the five filters, no interlacing.
            header.write(new byte[] {BIT_DEPTH, COLOUR_WITH_ALPHA, 0, 0, 0});
        }
        return bytes.toByteArray();
    }

    private static byte[] pixels(Picture picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            byte[] above = new byte[CHANNELS * picture.width()];
            for (int row = 0; row < picture.height(); row++) {
                byte[] current = row(picture, row);
                out.write(FILTER_UP);
                for (int i = 0; i < current.length; i++) {
                    out.write(current[i] - above[i]);
                }
                above = current;
            }
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] row(Picture picture, int row) {
        byte[] bytes = new byte[CHANNELS * picture.width()];
        for (int column = 0; column < picture.width(); column++) {
            int colour = picture.colour(row, column);
            bytes[CHANNELS * column] = (byte) (colour >> 16);
            bytes[CHANNELS * column + 1] = (byte) (colour >> 8);
            bytes[CHANNELS * column + 2] = (byte) colour;
            bytes[CHANNELS * column + 3] = (byte) (colour >>> 24);
        }
        return bytes;
    }

    private static void chunk(DataOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        file.writeInt(content.length);
        file.write(name);
        file.write(content);
        file.writeInt((int) checksum.getValue());
    }
}
