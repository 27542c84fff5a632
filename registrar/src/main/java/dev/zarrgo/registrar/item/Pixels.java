package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.UnusableSourceException;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Table;
import java.util.Optional;

/// The numbers of one raster, wholly in memory: as the array's data type states them, NaN where nothing was
/// measured.
final class Pixels {

    /// More than any level that is looked at here has, and little enough for the heap.
    private static final long MAX_ELEMENTS = 20_000_000;

    private final int height;
    private final int width;
    private final float[] values;
    private final double scale;
    private final double offset;

    private Pixels(int height, int width, float[] values, double scale, double offset) {
        this.height = height;
        this.width = width;
        this.values = values;
        this.scale = scale;
        this.offset = offset;
    }

    /// Reads an array of two axes.
    ///
    /// @throws UnusableSourceException if it is broken, has other axes, or is too large to look at
    static Pixels read(Store store, String path, ArrayMetadata array) {
        if (array.rank() != 2 || array.elements() > MAX_ELEMENTS) {
            throw new UnusableSourceException(
                    FailureCode.SOURCE_UNSUPPORTED,
                    "array /%s of shape %s is no raster of at most %,d pixels"
                            .formatted(path, array.shape(), MAX_ELEMENTS),
                    "convert with coarser levels");
        }
        Table table;
        try (var scratch = new DecodeScratch()) {
            table = Table.read(store, path, array, scratch);
        }
        Optional<Double> nodata = nodata(array);
        double codecScale = 1;
        double codecOffset = 0;
        for (Codec codec : array.innerCodecs()) {
            if (codec instanceof Codec.ScaleOffset known) {
                codecScale = known.scale();
                codecOffset = known.offset();
            }
        }
        float[] values = new float[table.elements()];
        for (int i = 0; i < values.length; i++) {
            double stored = table.doubleAt(i);
            boolean missing = nodata.isPresent() && stored == nodata.get();
            values[i] = missing ? Float.NaN : (float) (stored / codecScale + codecOffset);
        }
        JsonNode attributes = array.attributes();
        return new Pixels(
                array.shape().get(0),
                array.shape().get(1),
                values,
                attributes.path("scale_factor").asDouble(1),
                attributes.path("add_offset").asDouble(0));
    }

    /// The stored number that stands for no measurement (rule R33); floating-point NaN needs none.
    private static Optional<Double> nodata(ArrayMetadata array) {
        for (Codec codec : array.innerCodecs()) {
            if (codec instanceof Codec.CastValue cast) {
                return cast.nodata().map(Long::doubleValue);
            }
        }
        JsonNode fill = array.attributes().path("_FillValue");
        return fill.isNumber() ? Optional.of(fill.asDouble()) : Optional.empty();
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    /// As the array's data type states it; NaN where nothing was measured.
    float at(int row, int column) {
        return values[row * width + column];
    }

    boolean isValid(int row, int column) {
        return !Float.isNaN(at(row, column));
    }

    /// The physical value (rule I9).
    double decoded(int row, int column) {
        return at(row, column) * scale + offset;
    }

    /// All numbers in row order.
    int count() {
        return values.length;
    }

    float at(int index) {
        return values[index];
    }
}
