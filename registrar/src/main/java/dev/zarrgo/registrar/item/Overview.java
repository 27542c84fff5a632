package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/// A picture of a store, drawn here, so that an item never lacks one because a tile server was slow.
///
/// Sentinel-2 is red, green and blue between reflectance 0 and 0.4 with a gamma; everything else is grey:
/// the intensity of Sentinel-1 in decibels, others as they are, between the 2nd and the 98th percentile.
/// Nodata is transparent.
///
/// Source: rule P45.
public final class Overview {

    public static final String KEY = "overview";

    /// What follows the item's id in the name of the file.
    public static final String SUFFIX = ".overview.png";

    private static final double WHITE = 0.4;
    private static final double GAMMA = 2.2;
    private static final double LOW = 0.02;
    private static final double HIGH = 0.98;

    private final StoreFacts facts;
    private final Pyramid.Level level;

    private Overview(StoreFacts facts, Pyramid.Level level) {
        this.facts = facts;
        this.level = level;
    }

    /// @return a PNG of at most 512 pixels per side; empty for a store without rasters
    public static Optional<byte[]> png(StoreFacts facts) {
        return facts.main()
                .map(pyramid -> new Overview(facts, pyramid.sufficient(StoreFacts.PICTURE_PIXELS)))
                .flatMap(Overview::draw)
                .map(Overview::encoded);
    }

    /// The asset that points to the picture.
    public static ObjectNode asset(String href, String title, String role) {
        ObjectNode asset =
                Json.object().put("href", href).put("type", "image/png").put("title", title);
        asset.set("roles", Json.texts(List.of(role)));
        return asset;
    }

    private Optional<BufferedImage> draw() {
        boolean colours = facts.main()
                .map(Pyramid::path)
                .filter(S2Layout.REFLECTANCE::equals)
                .isPresent();
        if (colours) {
            return Optional.of(drawColours());
        }
        return facts.rasters(level).stream().findFirst().map(this::drawGrey);
    }

    private Raster raster(String name) {
        String path = Hierarchy.child(level.path(), name);
        var array = facts.hierarchy().array(path).orElseThrow();
        return Raster.reduced(Pixels.read(facts.store(), path, array), StoreFacts.PICTURE_PIXELS);
    }

    private BufferedImage drawColours() {
        Raster red = raster("b04");
        Raster green = raster("b03");
        Raster blue = raster("b02");
        var image = new BufferedImage(red.width(), red.height(), BufferedImage.TYPE_INT_ARGB);
        for (int row = 0; row < red.height(); row++) {
            for (int column = 0; column < red.width(); column++) {
                double r = red.at(row, column);
                double g = green.at(row, column);
                double b = blue.at(row, column);
                if (!Double.isNaN(r + g + b)) {
                    image.setRGB(column, row, 0xFF000000 | shade(r) << 16 | shade(g) << 8 | shade(b));
                }
            }
        }
        return image;
    }

    private static int shade(double reflectance) {
        double share = Math.clamp(reflectance / WHITE, 0.0, 1.0);
        return (int) Math.round(255 * Math.pow(share, 1 / GAMMA));
    }

    private BufferedImage drawGrey(String name) {
        Raster raster = raster(name);
        boolean decibels = name.equals("grd");
        int count = raster.height() * raster.width();
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            double value = raster.at(i / raster.width(), i % raster.width());
            values[i] = decibels ? (value > 0 ? 20 * Math.log10(value) : Double.NaN) : value;
        }
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double low = sorted.length == 0 ? 0 : sorted[(int) (LOW * (sorted.length - 1))];
        double high = sorted.length == 0 ? 1 : sorted[(int) (HIGH * (sorted.length - 1))];
        double range = high > low ? high - low : 1;
        var image = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(values[i])) {
                int grey = (int) Math.round(255 * Math.clamp((values[i] - low) / range, 0.0, 1.0));
                image.setRGB(i % raster.width(), i / raster.width(), 0xFF000000 | grey << 16 | grey << 8 | grey);
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            boolean written = ImageIO.write(image, "png", out);
            if (!written) {
                throw new IllegalStateException("this Java runtime writes no PNG");
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /// Means of blocks of pixels, decoded.
    private static final class Raster {

        private final Pixels pixels;
        private final int block;

        private Raster(Pixels pixels, int block) {
            this.pixels = pixels;
            this.block = block;
        }

        static Raster reduced(Pixels pixels, int side) {
            return new Raster(pixels, Math.max(1, Math.ceilDiv(Math.max(pixels.height(), pixels.width()), side)));
        }

        int height() {
            return Math.ceilDiv(pixels.height(), block);
        }

        int width() {
            return Math.ceilDiv(pixels.width(), block);
        }

        /// NaN where no pixel is valid.
        double at(int row, int column) {
            double sum = 0;
            int valid = 0;
            for (int y = row * block; y < Math.min(pixels.height(), (row + 1) * block); y++) {
                for (int x = column * block; x < Math.min(pixels.width(), (column + 1) * block); x++) {
                    if (pixels.isValid(y, x)) {
                        sum += pixels.decoded(y, x);
                        valid++;
                    }
                }
            }
            return valid == 0 ? Double.NaN : sum / valid;
        }
    }
}
