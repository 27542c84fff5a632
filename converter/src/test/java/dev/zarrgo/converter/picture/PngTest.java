package dev.zarrgo.converter.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The runtime's own reader gets the pixels back that were written.
class PngTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "300, 2", "64, 65"})
    void otherReaderSeesTheSamePixels(int width, int height) throws IOException {
        var random = new Random(7L * width + height);
        int[] colours = random.ints((long) width * height).toArray();
        colours[0] = Picture.TRANSPARENT;
        byte[] png = new Picture(width, height, colours).png();
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(image.getRGB(0, 0, width, height, null, 0, width)).isEqualTo(colours);
    }

    @Test
    void samePictureGivesTheSameBytes() {
        assertThat(new Picture(2, 1, new int[] {1, 2}).png()).isEqualTo(new Picture(2, 1, new int[] {1, 2}).png());
    }

    @Test
    void pictureHasAsManyColoursAsPixels() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Picture(2, 2, new int[3]));
    }
}
