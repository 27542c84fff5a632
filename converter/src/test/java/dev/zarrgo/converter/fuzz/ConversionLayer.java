package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.check.Inspection;
import dev.zarrgo.converter.check.Validation;
import dev.zarrgo.converter.check.ValidationRequest;
import dev.zarrgo.converter.convert.Conversion;
import dev.zarrgo.converter.convert.ConversionOptions;
import dev.zarrgo.converter.convert.ConversionRequest;
import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.convert.Progress;
import dev.zarrgo.converter.convert.TinyProduct;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.geozarr.Convention;
import dev.zarrgo.converter.geozarr.ValidationReport;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.task.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Whole conversions of small products of which one or two objects are damaged.
///
/// Either the product is refused, with an exit code that says so, and nothing is left behind; or the store
/// is what the damaged product says, as the comparison with its source finds, which has no line of code in
/// common with the conversion.
final class ConversionLayer implements Layer {

    /// A sample as it is, and where each thread has its copy.
    private record Sample(String name, NavigableMap<String, byte[]> objects, String document) {

        byte[] object(String key) {
            return Objects.requireNonNull(objects.get(key));
        }

        static Sample of(Kind kind, int cpm) {
            try {
                Path folder = Files.createTempDirectory("fuzz-sample");
                try {
                    SampleProduct.make(
                            new SampleRequest(kind, cpm, SampleRequest.MIN_SIZE, SampleRequest.DEFAULT_SEED),
                            Location.of(folder.resolve("product.zarr")),
                            2,
                            (_, _) -> {},
                            new Cancellation());
                    return new Sample(
                            "%s-%d.zarr".formatted(kind, cpm),
                            Folders.read(folder.resolve("product.zarr")),
                            cpm == 2 ? ".zmetadata" : "zarr.json");
                } finally {
                    Folders.delete(folder);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    /// Quick to convert, with a pixel at 720 m.
    private static final Sample TINY =
            new Sample("tiny.zarr", new TreeMap<>(TinyProduct.of(72, 78).objects()), ".zmetadata");

    private static final List<Sample> SAMPLES =
            List.of(TINY, Sample.of(Kind.S2L2A, 2), Sample.of(Kind.S2L1C, 2), Sample.of(Kind.S2L2A, 3));

    private static final List<Encoding> ENCODINGS = List.of(Encoding.values());

    /// X6: what the product is to blame for.
    private static final Set<Integer> ALLOWED = Set.of(64, 65, 66, 71);

    private static final Map<String, byte[]> OLD = Map.of("zarr.json", new byte[] {1}, "a/c/0", new byte[] {2});

    private final Path folder;

    ConversionLayer() {
        try {
            this.folder = Files.createTempDirectory("fuzz-conversion");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        SAMPLES.forEach(sample -> Folders.write(folder.resolve(sample.name()), sample.objects()));
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }

    @Override
    public Attempt attempt(Random random) {
        Sample sample = random.nextInt(8) > 0 ? TINY : SAMPLES.get(random.nextInt(SAMPLES.size()));
        var damaged = new TreeMap<String, Optional<byte[]>>();
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            if (random.nextBoolean()) {
                byte[] document = sample.object(sample.document());
                damaged.put(sample.document(), Optional.of(JsonDamage.of(Documents.parsed(document), random)));
            } else {
                List<String> keys = new ArrayList<>(sample.objects().keySet());
                String key = keys.get(random.nextInt(keys.size()));
                byte[] other = sample.object(keys.get(random.nextInt(keys.size())));
                damaged.put(key, damaged(sample.object(key), other, random));
            }
        }
        return new ConversionAttempt(sample, damaged, options(random), random.nextInt(4) == 0);
    }

    private static Optional<byte[]> damaged(byte[] object, byte[] other, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Optional.empty();
            case 1, 2 -> Optional.of(Damage.flipped(object, random));
            default -> Optional.of(Damage.any(object, other, random));
        };
    }

    private static ConversionOptions options(Random random) {
        return new ConversionOptions(
                ENCODINGS.get(random.nextInt(ENCODINGS.size())),
                64,
                1,
                random.nextBoolean(),
                S2Resolution.R720M,
                random.nextBoolean(),
                Optional.empty(),
                Convention.Version.V0_1);
    }

    private final class ConversionAttempt implements Attempt {
        private final Sample sample;
        private final Map<String, Optional<byte[]>> damaged;
        private final ConversionOptions options;
        private final boolean replacing;
        private final Path source;
        private final Path outcomes = folder.resolve("outcomes");
        private final Path target = outcomes.resolve("target.zarr");

        ConversionAttempt(
                Sample sample, Map<String, Optional<byte[]>> damaged, ConversionOptions options, boolean replacing) {
            this.sample = sample;
            this.damaged = damaged;
            this.options = options;
            this.replacing = replacing;
            this.source = folder.resolve(sample.name());
        }

        @Override
        public Map<String, byte[]> input() {
            var input = new TreeMap<String, byte[]>();
            damaged.forEach((key, object) -> input.put(key, object.orElse(new byte[0])));
            input.put(
                    "options.txt",
                    "%s %s replacing %s"
                            .formatted(sample.name(), options, replacing)
                            .getBytes(StandardCharsets.UTF_8));
            return input;
        }

        @Override
        public long maxBytes() {
            return 2L << 30;
        }

        @Override
        public boolean run() {
            try {
                damage();
                Folders.delete(outcomes);
                Files.createDirectories(outcomes);
                if (replacing) {
                    Folders.write(target, OLD);
                }
                return convert();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } finally {
                repair();
            }
        }

        private void damage() throws IOException {
            for (Map.Entry<String, Optional<byte[]>> object : damaged.entrySet()) {
                Path file = source.resolve(object.getKey());
                if (object.getValue().isPresent()) {
                    Files.write(file, object.getValue().get());
                } else {
                    Files.delete(file);
                }
            }
        }

        private void repair() {
            var whole = new TreeMap<>(sample.objects());
            whole.keySet().retainAll(damaged.keySet());
            Folders.write(source, whole);
        }

        private boolean convert() {
            var request = new ConversionRequest(
                    Location.of(source),
                    Location.of(target),
                    ConversionRequest.Expectation.ANY_PRODUCT,
                    options,
                    1,
                    replacing ? ConversionRequest.Existing.REPLACE : ConversionRequest.Existing.KEEP,
                    ConversionRequest.Leftover.NOT_USED,
                    ConversionRequest.Check.FULL,
                    Optional.empty(),
                    ConversionRequest.Connections.OF_THE_ENVIRONMENT);
            try {
                Conversion.run(request, new Progress(), new Cancellation());
            } catch (ZarrgoException refused) {
                checkRefusal(refused);
                return false;
            }
            checkStore();
            return true;
        }

        private void checkRefusal(ZarrgoException refused) {
            if (!ALLOWED.contains(ExitCode.of(refused))) {
                throw new AssertionError("exit code " + ExitCode.of(refused), refused);
            }
            Map<String, byte[]> left = Folders.read(outcomes);
            var expected = new TreeMap<String, byte[]>();
            if (replacing) {
                OLD.forEach((key, content) -> expected.put("target.zarr/" + key, content));
            }
            if (!Folders.isEqual(left, expected)) {
                throw new AssertionError("left behind: " + left.keySet(), refused);
            }
            look(source);
        }

        private void checkStore() {
            var request = new ValidationRequest(Location.of(target), Optional.of(Location.of(source)), 1);
            ValidationReport report =
                    Validation.run(request, new Progress(), new Cancellation()).report();
            if (!report.isValid()) {
                throw new AssertionError("the store is not what its source says: " + report.violations());
            }
            Inspection.run(Location.of(target));
            look(source);
        }

        /// `info` and `validate` have something to say about any product.
        private void look(Path product) {
            try {
                Inspection.run(Location.of(product));
                Validation.run(
                        new ValidationRequest(Location.of(product), Optional.empty(), 1),
                        new Progress(),
                        new Cancellation());
            } catch (ZarrgoException refused) {
                if (!ALLOWED.contains(ExitCode.of(refused))) {
                    throw new AssertionError("exit code " + ExitCode.of(refused), refused);
                }
            }
        }
    }
}
