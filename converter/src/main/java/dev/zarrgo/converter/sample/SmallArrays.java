package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.geo.BoundingBox;
import dev.zarrgo.converter.geo.Crs;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// The values of everything that is no raster: coordinates, angles, weather.
///
/// @param box of the product
record SmallArrays(Crs crs, BoundingBox box) {

    private static final double ANGLE_GRID_METRES = 5000;
    private static final double SUN_ZENITH = 48.2;
    private static final double SUN_AZIMUTH = 166.1;

    /// Minutes from the beginning of a forecast to the image.
    private static final double FORECAST_MINUTES = 600;

    private static final double PRESSURE_HPA = 1000;

    /// All elements in C order, least significant byte first.
    byte[] content(String path, ArrayMetadata array) {
        String name = Hierarchy.name(path);
        if (array.type().isText()) {
            return texts(array.type(), names(name, array));
        }
        double[] values = values(Hierarchy.parent(path), name, array);
        if (values.length != array.elements()) {
            throw new IllegalStateException("%d values for /%s of %s".formatted(values.length, path, array.shape()));
        }
        return numbers(array.type(), values);
    }

    private static List<String> names(String name, ArrayMetadata array) {
        return switch (name) {
            case "angle" -> List.of("zenith", "azimuth");
            case "band" -> Arrays.stream(Band.values()).map(Band::arrayName).toList();
            case "detector" -> {
                var detectors = new Detectors(array.shape().getFirst());
                yield IntStream.range(0, detectors.count())
                        .mapToObj(i -> "d%02d".formatted(detectors.number(i)))
                        .toList();
            }
            default -> throw new IllegalStateException("no texts for " + name);
        };
    }

    private double[] values(String group, String name, ArrayMetadata array) {
        int count = Math.toIntExact(array.elements());
        return switch (name) {
            case "x" -> of(count, i -> box.xmin() + pixelMetres(group) * (i + centre(group)));
            case "y" -> of(count, i -> box.ymax() - pixelMetres(group) * (i + centre(group)));
            case "band" -> of(count, i -> i + 1);
            case "detector" -> of(count, new Detectors(count)::number);
            case "mean_sun_angles" -> new double[] {SUN_ZENITH, SUN_AZIMUTH};
            case "sun_angles" -> sunAngles(array.shape());
            case "mean_viewing_incidence_angles" -> of(count, SmallArrays::meanViewingAngle);
            case "viewing_incidence_angles" -> viewingAngles(array.shape());
            case "latitude" ->
                between(box.toLonLat(crs).ymax(), box.toLonLat(crs).ymin(), count);
            case "longitude" ->
                between(box.toLonLat(crs).xmin(), box.toLonLat(crs).xmax(), count);
            case "isobaricInhPa" -> new double[] {PRESSURE_HPA};
            case "step" -> new double[] {FORECAST_MINUTES};
            case "number", "surface", "time", "valid_time" -> new double[count];
            default -> weather(name, array.shape());
        };
    }

    private static double[] of(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    private static double[] between(double first, double last, int count) {
        return of(count, i -> first + (last - first) * i / (count - 1));
    }

    private static double pixelMetres(String group) {
        return resolution(group).map(resolution -> (double) resolution.metres()).orElse(ANGLE_GRID_METRES);
    }

    /// Pixels have their coordinate in the middle; the grid of angles begins at the corner.
    private static double centre(String group) {
        return resolution(group).isPresent() ? 0.5 : 0;
    }

    private static Optional<Resolution> resolution(String group) {
        return Resolution.named(Hierarchy.name(group));
    }

    private static double meanViewingAngle(int index) {
        int band = index / 2;
        return index % 2 == 0 ? 5 + 0.1 * band : 190 + 0.5 * band;
    }

    private static double[] sunAngles(List<Integer> shape) {
        int perAngle = shape.get(1) * shape.get(2);
        return of(2 * perAngle, i -> {
            int row = i % perAngle / shape.get(2);
            int column = i % shape.get(2);
            return i < perAngle ? SUN_ZENITH + 0.02 * row - 0.004 * column : SUN_AZIMUTH + 0.03 * column + 0.01 * row;
        });
    }

    /// By band, detector, angle, row and column; NaN where a detector sees nothing.
    private static double[] viewingAngles(List<Integer> shape) {
        int detectors = shape.get(1);
        int columns = shape.get(4);
        int perAngle = shape.get(3) * columns;
        return of(shape.get(0) * detectors * 2 * perAngle, i -> {
            int band = i / (2 * perAngle * detectors);
            int detector = i / (2 * perAngle) % detectors;
            boolean zenith = i / perAngle % 2 == 0;
            double across = (double) (i % columns) / columns;
            if (Math.abs(across - (detector + 0.5) / detectors) > 0.7 / detectors) {
                return Double.NaN;
            }
            return zenith ? 2 + 8 * Math.abs(across - (double) detector / detectors) + 0.01 * band : 100 + 200 * across;
        });
    }

    private static double[] weather(String name, List<Integer> shape) {
        double typical =
                switch (name) {
                    case "msl" -> 101_500;
                    case "tco3" -> 0.006;
                    case "tcwv" -> 18;
                    case "r" -> 60;
                    case "z" -> 900;
                    default -> 0.2;
                };
        int rows = shape.get(0);
        int columns = shape.get(1);
        return of(rows * columns, i -> {
            int row = i / columns;
            int column = i % columns;
            double down = 2.0 * row / (rows - 1) - 1;
            double right = (double) column / (columns - 1);
            return typical * (1 + 0.02 * (down + right));
        });
    }

    private static byte[] numbers(DataType type, double[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(type.bytes() * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            switch (type.kind()) {
                case INT -> buffer.putLong((long) value);
                case FLOAT -> {
                    if (type.bytes() == Float.BYTES) {
                        buffer.putFloat((float) value);
                    } else {
                        buffer.putDouble(value);
                    }
                }
                case BOOL, UINT, COMPLEX, UTF32, ASCII -> throw new IllegalStateException("no small array of " + type);
            }
        }
        return buffer.array();
    }

    private static byte[] texts(DataType type, List<String> texts) {
        Charset charset = type.kind() == DataType.Kind.UTF32 ? StandardCharsets.UTF_32LE : StandardCharsets.US_ASCII;
        ByteBuffer buffer = ByteBuffer.allocate(type.bytes() * texts.size());
        for (int i = 0; i < texts.size(); i++) {
            buffer.position(i * type.bytes()).put(texts.get(i).getBytes(charset));
        }
        return buffer.array();
    }
}
