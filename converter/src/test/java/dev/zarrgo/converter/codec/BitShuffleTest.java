package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares the fast kernel with one that moves bit by bit, for all ranges of small blocks and many of
/// large ones.
class BitShuffleTest {

    /// What stands in the target where nothing may be written.
    private static final byte UNTOUCHED = 0x5A;

    private static final int MARGIN = 70;

    /// Bit `r` of element `e` is bit `e % 8` of byte `e / 8` in row `r`.
    private static byte[] naive(byte[] block, int elements, int plane) {
        byte[] result = new byte[elements];
        for (int e = 0; e < elements; e++) {
            for (int r = 0; r < 8; r++) {
                int row = (plane * 8 + r) * (elements / 8);
                int bit = (block[row + e / 8] >> (e % 8)) & 1;
                result[e] |= (byte) (bit << r);
            }
        }
        return result;
    }

    private enum Content {
        NOISE,
        RUNS,
        ZEROS,
        ONES
    }

    /// A shuffled block of `typeBytes` planes with garbage behind its end.
    private static byte[] block(int elements, int typeBytes, Content content, Random random) {
        byte[] block = new byte[elements * typeBytes + BitShuffle.SLACK];
        random.nextBytes(block);
        if (content != Content.NOISE) {
            for (int row = 0; row < 8 * typeBytes; row++) {
                int length = elements / 8;
                for (int i = 0; i < length; i++) {
                    // Runs of zeros and ones end anywhere, also inside a group.
                    boolean ones = content == Content.ONES
                            || (content == Content.RUNS && (i / 5 + row) % 3 == 0 && random.nextInt(20) > 0);
                    block[row * length + i] = (byte) (ones ? -1 : 0);
                }
            }
        }
        return block;
    }

    private static void check(byte[] block, int elements, int plane, byte[] expected, int from, int to, boolean flat) {
        byte[] target = new byte[MARGIN + to - from + MARGIN];
        Arrays.fill(target, UNTOUCHED);
        BitShuffle.unshuffle(block, elements, plane, from, to, target, MARGIN, flat, new byte[BitShuffle.GROUP]);
        boolean equal = Arrays.equals(target, MARGIN, MARGIN + to - from, expected, from, to);
        assertThat(equal)
                .as("elements %d, plane %d, %d to %d", elements, plane, from, to)
                .isTrue();
        for (int i = 0; i < MARGIN; i++) {
            assertThat(target[i]).as("before the range").isEqualTo(UNTOUCHED);
            assertThat(target[MARGIN + to - from + i]).as("behind the range").isEqualTo(UNTOUCHED);
        }
    }

    /// Rule I8: blocks are a multiple of 8 elements, and mostly not of 64.
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 56, 64, 72, 120, 128, 136, 200, 264})
    void everyRangeOfASmallBlockIsThatOfTheBits(int elements) {
        var random = new Random(elements);
        for (Content content : Content.values()) {
            byte[] block = block(elements, 2, content, random);
            byte[] expected = naive(block, elements, 1);
            byte[] scratch = new byte[BitShuffle.GROUP];
            for (boolean flat : new boolean[] {false, true}) {
                for (int from = 0; from <= elements; from++) {
                    for (int to = from; to <= elements; to++) {
                        byte[] target = new byte[to - from];
                        BitShuffle.unshuffle(block, elements, 1, from, to, target, 0, flat, scratch);
                        if (Arrays.mismatch(target, 0, to - from, expected, from, to) >= 0) {
                            check(block, elements, 1, expected, from, to, flat); // says what differs
                        }
                    }
                }
            }
        }
    }

    @Test
    void largeBlocksOfEveryTypeAreThoseOfTheBits() {
        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            int typeBytes = 1 << random.nextInt(4);
            int elements = 8 * (1 + random.nextInt(2000));
            Content content = Content.values()[random.nextInt(4)];
            byte[] block = block(elements, typeBytes, content, random);
            for (int plane = 0; plane < typeBytes; plane++) {
                byte[] expected = naive(block, elements, plane);
                for (int i = 0; i < 5; i++) {
                    int from = random.nextInt(elements + 1);
                    int to = from + random.nextInt(elements - from + 1);
                    check(block, elements, plane, expected, from, to, random.nextBoolean());
                }
                check(block, elements, plane, expected, 0, elements, random.nextBoolean());
            }
        }
    }

    /// Ranges around the number of groups that one call of the kernel does.
    @Test
    void longRangesAroundTheLengthOfACallAreThoseOfTheBits() {
        int elements = 3 * 64 * 32 + 72;
        byte[] block = block(elements, 1, Content.RUNS, new Random(5));
        byte[] expected = naive(block, elements, 0);
        for (int from : new int[] {0, 1, 63, 64, 65}) {
            for (int length : new int[] {2047, 2048, 2049, 4095, 4096, 4097, 6144}) {
                check(block, elements, 0, expected, from, from + length, false);
                check(block, elements, 0, expected, from, from + length, true);
            }
        }
    }
}
