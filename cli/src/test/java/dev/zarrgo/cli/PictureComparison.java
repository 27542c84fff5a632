package dev.zarrgo.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;

/// What a browser shows, against the picture that should be there.
///
/// A tile of the map may lie up to half a pixel of the screen beside its place, so a pixel of the picture
/// is right if it has the colour of its place or of a neighbour; the place of the whole is compared
/// exactly.
final class PictureComparison {

    /// Left out at the sides: controls and read-outs lie there.
    private static final int MARGIN = 60;

    private static final int TOLERANCE = 2;
    private static final int SEARCH = 4;

    private final BufferedImage seen;
    private final int left;
    private final int top;
    private final byte[] expected;
    private final int width;
    private final int height;
    private int compared;
    private int equal;
    private final Set<Integer> colours = new HashSet<>();

    /// @param left of the picture in what is seen
    /// @param expected RGBA, row by row
    PictureComparison(BufferedImage seen, int left, int top, byte[] expected, int width, int height) {
        this.seen = seen;
        this.left = left;
        this.top = top;
        this.expected = expected.clone();
        this.width = width;
        this.height = height;
        for (int row = MARGIN; row < height - MARGIN; row++) {
            for (int column = MARGIN; column < width - MARGIN; column++) {
                if (isInside(row, column)) {
                    compared++;
                    colours.add(seenAt(row, column));
                    equal += isRight(row, column) ? 1 : 0;
                }
            }
        }
    }

    /// Far enough from where the store has no pixels, and from the outline of the item.
    private boolean isInside(int row, int column) {
        for (int step : new int[] {-SEARCH, 0, SEARCH}) {
            if (!isThere(row + step, column) || !isThere(row, column + step)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(int row, int column) {
        return expected[4 * (row * width + column) + 3] != 0;
    }

    private int seenAt(int row, int column) {
        return seen.getRGB(left + column, top + row) & 0xFFFFFF;
    }

    private boolean isRight(int row, int column) {
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                if (distance(row, column, down, right) <= TOLERANCE) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The greatest difference of a channel between what is seen and what is expected at a shifted place.
    private int distance(int row, int column, int down, int right) {
        int at = 4 * ((row + down) * width + column + right);
        int rgb = seenAt(row, column);
        int red = Math.abs((rgb >> 16) - (expected[at] & 0xFF));
        int green = Math.abs((rgb >> 8 & 0xFF) - (expected[at + 1] & 0xFF));
        int blue = Math.abs((rgb & 0xFF) - (expected[at + 2] & 0xFF));
        return Math.max(red, Math.max(green, blue));
    }

    int compared() {
        return compared;
    }

    double equalShare() {
        return (double) equal / compared;
    }

    int colours() {
        return colours.size();
    }

    /// The shift at which both are most alike, rows first, to within the pixel that tiles may be off.
    String offset() {
        int bestDown = 0;
        int bestRight = 0;
        long best = Long.MAX_VALUE;
        for (int down = -SEARCH; down <= SEARCH; down++) {
            for (int right = -SEARCH; right <= SEARCH; right++) {
                long sum = difference(down, right);
                if (sum < best) {
                    best = sum;
                    bestDown = down;
                    bestRight = right;
                }
            }
        }
        boolean near = Math.abs(bestDown) <= 1 && Math.abs(bestRight) <= 1;
        return near ? "0, 0" : "%d, %d".formatted(bestDown, bestRight);
    }

    private long difference(int down, int right) {
        long sum = 0;
        for (int row = MARGIN; row < height - MARGIN; row += 3) {
            for (int column = MARGIN; column < width - MARGIN; column += 3) {
                if (isInside(row, column)) {
                    sum += distance(row, column, down, right);
                }
            }
        }
        return sum;
    }

    /// The share of pixels that differ visibly between two pictures of one size.
    static double difference(byte[] one, byte[] other) {
        BufferedImage a = read(one);
        BufferedImage b = read(other);
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            return 1;
        }
        int different = 0;
        for (int row = 0; row < a.getHeight(); row++) {
            for (int column = 0; column < a.getWidth(); column++) {
                different += alike(a.getRGB(column, row), b.getRGB(column, row)) ? 0 : 1;
            }
        }
        return (double) different / (a.getWidth() * a.getHeight());
    }

    private static boolean alike(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) > 8) {
                return false;
            }
        }
        return true;
    }

    private static BufferedImage read(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
