package dev.zarrgo.converter.picture;

import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.product.Packing;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import java.util.Optional;
import java.util.OptionalLong;

/// What the stored numbers of an array mean.
///
/// Source: rules I9, R26.
///
/// @param nodata the stored integer that means no measurement
/// @param scale of stored numbers
/// @param offset of scaled numbers
record Meaning(OptionalLong nodata, double scale, double offset) {

    static Meaning of(ArrayMetadata array) {
        double codecScale = 1;
        double codecOffset = 0;
        Optional<Codec.CastValue> cast = Optional.empty();
        for (Codec codec : array.innerCodecs()) {
            if (codec instanceof Codec.ScaleOffset known) {
                codecScale = known.scale();
                codecOffset = known.offset();
            } else if (codec instanceof Codec.CastValue known) {
                cast = Optional.of(known);
            }
        }
        if (cast.isPresent()) {
            OptionalLong nodata = cast.get().nodata().map(OptionalLong::of).orElseGet(OptionalLong::empty);
            return new Meaning(nodata, 1 / codecScale, codecOffset);
        }
        Optional<Packing> packing = Packing.of(array);
        return new Meaning(
                Packing.nodata(array),
                packing.map(Packing::scaleFactor).orElse(1.0),
                packing.map(Packing::addOffset).orElse(0.0));
    }

    boolean isNodata(double stored) {
        return Double.isNaN(stored) || (nodata.isPresent() && nodata.getAsLong() == stored);
    }

    double value(double stored) {
        return stored * scale + offset;
    }
}
