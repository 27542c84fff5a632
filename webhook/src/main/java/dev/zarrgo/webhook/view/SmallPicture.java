package dev.zarrgo.webhook.view;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/// A picture that is no wider than asked for: a list of a hundred items needs no pictures of full size. It
/// is a JPEG, a tenth of the bytes; what is clear in the picture becomes grey.
///
/// It is made when its bytes are first needed, so that a reader who has it already costs nothing.
final class SmallPicture implements ServedObject {

    /// What a page may ask for, in pixels.
    static final int MAX_WIDTH = 512;

    /// Pictures beyond are somebody else's, and given as they are.
    private static final long MAX_BYTES = 4 << 20;

    private static final int MAX_SIDE = 2048;

    /// Neither bright nor dark: pages are either.
    private static final Color CLEAR = new Color(0x8A9498);

    private final ServedObject picture;
    private final int width;
    private byte @Nullable [] content;
    private boolean isSmaller;

    private SmallPicture(ServedObject picture, int width) {
        this.picture = picture;
        this.width = width;
    }

    /// @param width what was asked for; without one, or with one that makes no sense, it is as it was
    static ServedObject of(ServedObject picture, Optional<Integer> width) {
        return width.filter(pixels -> pixels >= 1 && pixels <= MAX_WIDTH)
                .filter(_ -> picture.size() <= MAX_BYTES)
                .<ServedObject>map(pixels -> new SmallPicture(picture, pixels))
                .orElse(picture);
    }

    @Override
    public long size() {
        return content().length;
    }

    @Override
    public String tag() {
        return picture.tag().replaceFirst("\"$", "-w" + width + "\"");
    }

    @Override
    public Optional<String> mediaType() {
        content();
        return isSmaller ? Optional.of("image/jpeg") : Optional.empty();
    }

    @Override
    public Instant modified() {
        return picture.modified();
    }

    @Override
    public void read(long position, ByteBuffer target) {
        target.put(content(), (int) position, target.remaining());
    }

    @Override
    public void close() {
        picture.close();
    }

    private byte[] content() {
        byte[] made = content;
        if (made == null) {
            byte[] whole = new byte[(int) picture.size()];
            picture.expect(ByteRange.whole(Math.max(1, whole.length)));
            picture.read(0, ByteBuffer.wrap(whole));
            Optional<byte[]> smaller = smaller(whole);
            isSmaller = smaller.isPresent();
            made = smaller.orElse(whole);
            content = made;
        }
        return made;
    }

    /// @return empty if it is small enough, or no picture that is read here
    private Optional<byte[]> smaller(byte[] whole) {
        try {
            return decoded(whole).filter(image -> image.getWidth() > width).map(image -> encoded(scaled(image)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The size stands at the front, and is looked at before memory is taken for it.
    private static Optional<BufferedImage> decoded(byte[] whole) throws IOException {
        try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(whole))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                boolean sensible = reader.getWidth(0) <= MAX_SIDE && reader.getHeight(0) <= MAX_SIDE;
                return sensible ? Optional.of(reader.read(0)) : Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }

    /// By halves, as a step of more than two would leave pixels out.
    private BufferedImage scaled(BufferedImage image) {
        BufferedImage result = image;
        while (result.getWidth() > width) {
            int next = Math.max(width, (result.getWidth() + 1) / 2);
            int height = Math.max(1, Math.round((float) result.getHeight() * next / result.getWidth()));
            var half = new BufferedImage(next, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = half.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(result, 0, 0, next, height, CLEAR, null);
            graphics.dispose();
            result = half;
        }
        return result;
    }

    private static byte[] encoded(BufferedImage image) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
