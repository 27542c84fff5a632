package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.Encoding;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `zarrgo convert SOURCE TARGET`
@Command(
        name = "convert",
        description = "Convert a product to a GeoZarr store.",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  zarrgo convert S2A_MSIL2A_….zarr out/S2A_MSIL2A_….zarr",
            "  zarrgo convert product.zarr.zip out.zarr --encoding float32 --overwrite"
        })
final class ConvertCommand implements Callable<Integer> {

    @Mixin
    private final ConvertArguments arguments = new ConvertArguments();

    @Option(
            names = "--encoding",
            paramLabel = "packed|codec|float32",
            defaultValue = "packed",
            description = "How reflectance is stored: the source's integers with CF attributes, the same integers"
                    + " behind Zarr codecs, or decoded numbers. Default: ${DEFAULT-VALUE}.")
    private Encoding encoding = ConversionOptions.DEFAULT.encoding();

    @Option(
            names = "--validate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Validate the result before it is published. Default: on.")
    private boolean validate = true;

    @Option(
            names = "--product",
            paramLabel = "auto|s2",
            defaultValue = "auto",
            description = "What the source is. Default: ${DEFAULT-VALUE}, which finds out.")
    private ConvertArguments.ProductKind product = ConvertArguments.ProductKind.AUTO;

    @Override
    public Integer call() {
        return arguments.run(product, encoding, validate);
    }
}
