package dev.zarrgo.converter;

import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionReport;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;

/// The converter as a library, with the defaults of the command line (rule R89).
///
/// ```java
/// ConversionReport report = GeoZarrConverter.convert(
///         Location.parse("product.zarr"), Location.parse("out.zarr"), ConversionOptions.DEFAULT);
/// ```
///
/// Who wants to follow or to stop a conversion calls [Conversion].
public final class GeoZarrConverter {

    private GeoZarrConverter() {}

    /// Converts a product on all processors and validates the result before it is published. A target that
    /// is already what would be written is left alone.
    ///
    /// @throws ZarrgoException if it fails; the target is as it was before
    public static ConversionReport convert(Location source, Location target, ConversionOptions options) {
        return Conversion.run(ConversionRequest.of(source, target, options), new Progress(), new Cancellation());
    }
}
