package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SmallPictureTest {

    private static final StorePath PATH = StorePath.parse("c/a.overview.png").orElseThrow();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    /// Left half red, right half clear.
    private static byte[] picture(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width / 2; column++) {
                image.setRGB(column, row, 0xFFFF0000);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private StoreReply reply(byte[] content, Optional<Integer> width, Map<String, String> headers) throws IOException {
        Path file = folder.resolve(PATH.key());
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        ServedObject object = new FolderStores(folder).open(PATH).orElseThrow();
        return StoreReply.of(PATH, SmallPicture.of(object, width), name -> Optional.ofNullable(headers.get(name)));
    }

    private static byte[] bytes(StoreReply reply) throws IOException {
        try (var body = reply.body()) {
            byte[] bytes = body.readAllBytes();
            assertThat((long) bytes.length).isEqualTo(reply.length());
            return bytes;
        }
    }

    @Test
    void itIsAsWideAsAskedForAndKeepsItsShapeAndColours() throws IOException {
        BufferedImage small =
                ImageIO.read(new ByteArrayInputStream(bytes(reply(picture(400, 200), Optional.of(88), Map.of()))));
        assertThat(small.getWidth()).isEqualTo(88);
        assertThat(small.getHeight()).isEqualTo(44);
        assertThat(new Color(small.getRGB(10, 20)).getRed()).isGreaterThan(245);
        assertThat(new Color(small.getRGB(10, 20)).getGreen()).isLessThan(10);
        assertThat(new Color(small.getRGB(80, 20)).getRed()).as("clear").isBetween(0x80, 0x94);
    }

    @Test
    void whatIsSmallEnoughOrNoPictureIsAsItWas() throws IOException {
        byte[] small = picture(40, 40);
        assertThat(bytes(reply(small, Optional.of(88), Map.of()))).isEqualTo(small);
        assertThat(bytes(reply(small, Optional.empty(), Map.of()))).isEqualTo(small);
        assertThat(bytes(reply(small, Optional.of(100_000), Map.of()))).isEqualTo(small);
        byte[] none = "no picture".getBytes(StandardCharsets.US_ASCII);
        assertThat(bytes(reply(none, Optional.of(88), Map.of()))).isEqualTo(none);
        byte[] large = picture(2049, 4);
        assertThat(bytes(reply(large, Optional.of(88), Map.of()))).isEqualTo(large);
        assertThat(reply(large, Optional.of(88), Map.of()).headers()).containsEntry("Content-Type", "image/png");
        assertThat(reply(picture(400, 200), Optional.of(88), Map.of()).headers())
                .containsEntry("Content-Type", "image/jpeg");
    }

    @Test
    void eachWidthHasATagOfItsOwn() throws IOException {
        byte[] picture = picture(400, 200);
        String tag = String.valueOf(
                reply(picture, Optional.of(88), Map.of()).headers().get("ETag"));
        assertThat(reply(picture, Optional.of(88), Map.of("If-None-Match", "*")).status())
                .isEqualTo(304);
        assertThat(tag).endsWith("-w88\"");
    }
}
