package dev.zarrgo.cli;

import dev.zarrgo.converter.convert.Encoding;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `zarrgo convert-s2-optimized SOURCE TARGET`, for scripts written for eopf-geozarr.
@Command(
        name = "convert-s2-optimized",
        description = "The same as convert --product s2, with the option names of eopf-geozarr.",
        sortOptions = false)
final class ConvertS2Command implements Callable<Integer> {

    @Mixin
    private final ConvertArguments arguments = new ConvertArguments();

    @ArgGroup
    private @Nullable Form form;

    @Option(names = "--skip-validation", description = "Do not validate the result.")
    private boolean skipValidation;

    /// At most one of these.
    static final class Form {
        @Option(
                names = {"--keep-scale-offset", "--no-scale-offset-codec"},
                description = "Store the source's integers with CF attributes, which is the default here.")
        private boolean packed;

        @Option(
                names = "--experimental-scale-offset-codec",
                description = "Store the source's integers behind Zarr codecs.")
        private boolean codec;

        Encoding encoding() {
            return codec && !packed ? Encoding.CODEC : Encoding.PACKED;
        }
    }

    @Override
    public Integer call() {
        Encoding encoding = form == null ? Encoding.PACKED : form.encoding();
        return arguments.run(ConvertArguments.ProductKind.S2, encoding, !skipValidation);
    }
}
