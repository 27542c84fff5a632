package dev.zarrgo.converter.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/// Damages bytes: flips, overwrites, cuts, grows and mixes them, with an eye for headers.
final class Damage {

    /// Where the sizes, counts and flags of all formats are that begin with them.
    private static final int HEADER_BYTES = 40;

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        2,
        7,
        8,
        16,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0x8000,
        0xFFFF,
        1 << 20,
        1 << 28,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xFFFFFFFFL,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private Damage() {}

    /// A number that tends to be forgotten: extreme, or beside the one that is there.
    static long extreme(long present, int size, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> present + 1;
            case 1 -> present - 1;
            case 2 -> present * 2;
            case 3 -> size - random.nextInt(3);
            default -> EXTREMES[random.nextInt(EXTREMES.length)];
        };
    }

    /// Changes a few bytes in place, which a checksum is sure to notice.
    static byte[] flipped(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
            int at = position(damaged.length, random);
            damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : damaged[at] ^ 1 << random.nextInt(8));
        }
        return damaged;
    }

    /// Half of the time in the header.
    private static int position(int length, Random random) {
        return random.nextInt(random.nextBoolean() ? length : Math.min(length, HEADER_BYTES));
    }

    /// Damages bytes in any way, once or a few times.
    ///
    /// @param other valid bytes of the same kind, to be mixed in
    static byte[] any(byte[] bytes, byte[] other, Random random) {
        byte[] damaged = bytes;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            damaged = switch (random.nextInt(9)) {
                case 0, 1 -> flipped(damaged, random);
                case 2, 3 -> withExtreme(damaged, random);
                case 4 -> Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
                case 5 -> grown(damaged, random);
                case 6 -> spliced(damaged, other, random);
                case 7 -> repeated(damaged, random);
                default -> other.clone();
            };
        }
        return random.nextInt(16) == 0 ? noise(random) : damaged;
    }

    /// Overwrites what may be a number of one to eight bytes.
    private static byte[] withExtreme(byte[] bytes, Random random) {
        int width = 1 << random.nextInt(4);
        if (bytes.length < width) {
            return bytes;
        }
        byte[] damaged = bytes.clone();
        int at = Math.min(position(bytes.length, random), bytes.length - width);
        if (random.nextBoolean()) {
            at -= at % width;
        }
        ByteBuffer buffer =
                ByteBuffer.wrap(damaged).order(random.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case 1 -> buffer.put(at, (byte) extreme(buffer.get(at), bytes.length, random));
            case 2 -> buffer.putShort(at, (short) extreme(buffer.getShort(at), bytes.length, random));
            case 4 -> buffer.putInt(at, (int) extreme(buffer.getInt(at), bytes.length, random));
            default -> buffer.putLong(at, extreme(buffer.getLong(at), bytes.length, random));
        }
        return damaged;
    }

    private static byte[] grown(byte[] bytes, Random random) {
        byte[] more = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 5000 : 20)];
        if (random.nextBoolean()) {
            random.nextBytes(more);
        }
        return concatenated(bytes, bytes.length, more, 0);
    }

    /// The beginning of one and the end of the other.
    private static byte[] spliced(byte[] bytes, byte[] other, Random random) {
        int cut = random.nextInt(bytes.length + 1);
        int from = random.nextBoolean() ? Math.min(cut, other.length) : random.nextInt(other.length + 1);
        return concatenated(bytes, cut, other, from);
    }

    /// Leaves a part out, or has it twice.
    private static byte[] repeated(byte[] bytes, Random random) {
        int end = random.nextInt(bytes.length + 1);
        return concatenated(bytes, end, bytes, random.nextInt(bytes.length + 1));
    }

    private static byte[] concatenated(byte[] first, int end, byte[] second, int from) {
        byte[] whole = Arrays.copyOf(first, end + second.length - from);
        System.arraycopy(second, from, whole, end, second.length - from);
        return whole;
    }

    /// Random bytes, often behind the first bytes of a format that is read.
    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        byte[] magic =
                switch (random.nextInt(4)) {
                    case 0 -> new byte[] {2, 1, (byte) 0x90, 2};
                    case 1 -> new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
                    case 2 -> new byte[] {0x1F, (byte) 0x8B, 8, 0};
                    default -> new byte[0];
                };
        System.arraycopy(magic, 0, noise, 0, Math.min(magic.length, noise.length));
        return noise;
    }
}
