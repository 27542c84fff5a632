package dev.zarrgo.converter.check;

import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.product.Packing;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import java.util.Optional;
import java.util.OptionalLong;

/// What the pixels of a source array are in the store, in plain arithmetic.
///
/// Source: rules R29, R31.
final class Decoding {

    private final boolean narrowed;
    private final Optional<Packing> packing;
    private final OptionalLong nodata;

    private Decoding(boolean narrowed, Optional<Packing> packing, OptionalLong nodata) {
        this.narrowed = narrowed;
        this.packing = packing;
        this.nodata = nodata;
    }

    static Decoding of(ArrayMetadata source, ArrayMetadata target) {
        boolean same = source.storedType().equals(target.storedType());
        boolean decoded = source.type().isInteger() && target.storedType().equals(DataType.FLOAT32);
        return new Decoding(
                !same && target.storedType().equals(DataType.FLOAT32),
                decoded ? Packing.of(source) : Optional.empty(),
                decoded ? Packing.nodata(source) : OptionalLong.empty());
    }

    /// The rule that says so.
    String rule() {
        return packing.isPresent() ? "R29" : "R44";
    }

    /// Turns the numbers of the source into those that the store should have.
    void decode(double[] row) {
        if (!narrowed) {
            return;
        }
        double scale = packing.map(Packing::scaleFactor).orElse(1.0);
        double offset = packing.map(Packing::addOffset).orElse(0.0);
        boolean masked = nodata.isPresent();
        double mask = nodata.orElse(0);
        for (int i = 0; i < row.length; i++) {
            row[i] = masked && row[i] == mask ? Double.NaN : (float) (row[i] * scale + offset);
        }
    }
}
