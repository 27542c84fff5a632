package dev.zarrgo.converter.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Frames must hold the elements one behind the other, and their size, which readers of Zarr ask for.
class ZstdEncoderTest {

    @Test
    void elementsStandOneBehindTheOther() {
        var planes = new Planes(2, 10).reshape(1, 10);
        for (int i = 0; i < 10; i++) {
            planes.plane(0)[i] = (byte) i;
            planes.plane(1)[i] = (byte) (100 + i);
        }
        try (var encoder = new ZstdEncoder(3)) {
            byte[] frame = bytes(encoder.encode(planes, 4));
            assertThat(Zstd.getFrameContentSize(frame)).isEqualTo(8);
            assertThat(Zstd.decompress(frame, 8)).containsExactly(0, 100, 1, 101, 2, 102, 3, 103);
        }
    }

    @Test
    void framesDoNotDependOnEarlierOnes() {
        byte[] large = new byte[1 << 20];
        byte[] small = {1, 2, 3};
        try (var encoder = new ZstdEncoder(3)) {
            byte[] first = bytes(encoder.encode(small, 3));
            assertThat(Zstd.decompress(bytes(encoder.encode(large, large.length)), large.length))
                    .isEqualTo(large);
            assertThat(bytes(encoder.encode(small, 3))).isEqualTo(first);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
