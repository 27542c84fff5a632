package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.Planes;
import java.util.List;

/// The true-colour image: red, green and blue as bytes from 1 to 255; 0 where there is no data.
final class QuicklookPainter implements Painter {

    private static final int BLACK = 1_000;
    private static final int WHITE = 4_558;
    private static final byte[] BRIGHTNESS = brightness();

    private final List<ReflectancePainter> layers;
    private Planes numbers = new Planes(2, 1);

    /// @param layers red, green and blue
    QuicklookPainter(List<ReflectancePainter> layers) {
        this.layers = List.copyOf(layers);
    }

    private static byte[] brightness() {
        byte[] table = new byte[1 << 16];
        for (int number = 1; number < table.length; number++) {
            table[number] = (byte) Math.clamp((number - BLACK) * 255L / (WHITE - BLACK), 1, 255);
        }
        return table;
    }

    @Override
    public int typeBytes() {
        return 1;
    }

    @Override
    public void paint(int layer, int row, int column, Planes strip, int at, int rows) {
        int pixels = rows * strip.width();
        if (numbers.capacity() < pixels) {
            numbers = new Planes(2, pixels);
        }
        layers.get(layer).paint(0, row, column, numbers.reshape(rows, strip.width()), 0, rows);
        byte[] low = numbers.plane(0);
        byte[] high = numbers.plane(1);
        byte[] target = strip.plane(0);
        for (int i = 0; i < pixels; i++) {
            target[at + i] = BRIGHTNESS[(high[i] & 0xFF) << 8 | (low[i] & 0xFF)];
        }
    }
}
