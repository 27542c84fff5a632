package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The streams of BloscLZ, by hand and damaged; real ones are among the recorded chunks.
class BloscLzTest {

    private static byte[] decompress(int decoded, int... stream) {
        byte[] source = new byte[stream.length];
        for (int i = 0; i < stream.length; i++) {
            source[i] = (byte) stream[i];
        }
        byte[] target = new byte[decoded];
        BloscLz.decompress(source, 0, source.length, target, 0, decoded);
        return target;
    }

    @Test
    void literalsAndMatchesAreWhatTheFormatSays() {
        assertThat(decompress(3, 2, 'a', 'b', 'c')).asString().isEqualTo("abc");
        assertThat(decompress(6, 2, 'a', 'b', 'c', 1 << 5, 2)).asString().isEqualTo("abcabc");
        assertThat(decompress(8, 0, 'a', 5 << 5, 0)).as("run").asString().isEqualTo("aaaaaaaa");
        assertThat(decompress(14, 0, 'a', 7 << 5, 4, 0))
                .as("longer run")
                .asString()
                .isEqualTo("a".repeat(14));
        assertThat(decompress(1 + 9 + 255 + 3, 0, 'a', 7 << 5, 255, 3, 0))
                .as("length over two bytes")
                .asString()
                .isEqualTo("a".repeat(268));
    }

    @Test
    void matchOutsideTheBlockIsRefused() {
        for (int[] stream : new int[][] {
            {0, 'a', 1 << 5, 1}, // before the start
            {0, 'a', 6 << 5, 0}, // over the end
            {0, 'a', 7 << 5, 255, 255, 255, 0, 0},
            {31, 'a'}, // literals that are not there
            {1, 'a', 'b', 31 | 1 << 5, 255, 0, 0}, // far match
        }) {
            assertThatThrownBy(() -> decompress(5, stream)).isInstanceOf(CorruptChunkException.class);
        }
    }

    @Test
    void streamOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> decompress(2, 2, 'a', 'b', 'c')).isInstanceOf(CorruptChunkException.class);
        assertThatThrownBy(() -> decompress(4, 2, 'a', 'b', 'c')).isInstanceOf(CorruptChunkException.class);
        assertThatThrownBy(() -> decompress(1)).isInstanceOf(CorruptChunkException.class);
    }

    /// The array may be longer than the stream and hold what was decoded before.
    @Test
    void bytesBehindTheStreamAreNotLookedAt() {
        for (long seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            int length = random.nextInt(12);
            byte[] source = new byte[length + 4];
            random.nextBytes(source);
            for (int i = 0; i < length; i++) {
                source[i] &= (byte) (random.nextBoolean() ? 0x23 : 0xFF);
            }
            int decoded = 1 + random.nextInt(40);
            String first = outcome(source, length, decoded);
            for (int i = length; i < source.length; i++) {
                source[i] = (byte) random.nextInt(4);
            }
            assertThat(outcome(source, length, decoded)).as("seed %d", seed).isEqualTo(first);
        }
    }

    private static String outcome(byte[] source, int length, int decoded) {
        byte[] target = new byte[decoded];
        try {
            BloscLz.decompress(source, 0, length, target, 0, decoded);
            return Arrays.toString(target);
        } catch (CorruptChunkException refused) {
            return "refused";
        }
    }
}
