package dev.zarrgo.converter.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zarrgo.converter.sample.SampleProduct;
import dev.zarrgo.converter.sample.SampleRequest;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.stage.CopyMeter;
import dev.zarrgo.converter.stage.ProductCopy;
import dev.zarrgo.converter.store.Access;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.testkit.EnabledIfS3;
import dev.zarrgo.testkit.FaultyServer;
import dev.zarrgo.testkit.FaultyServer.Exchange;
import dev.zarrgo.testkit.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over a network, too, every stored byte is fetched once and every object is written once (rules I6, R85):
/// counted by a server between the conversion and its source or target.
class RemoteTrafficTest {

    private static final String DOCUMENT = "(?:zarr\\.json|\\.zmetadata)";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private static Path folder;

    private static Location product(int cpm) {
        return Location.of(folder.resolve("l2a-cpm%d.zarr".formatted(cpm)));
    }

    @BeforeAll
    static void makeProducts() {
        for (int cpm = 2; cpm <= 3; cpm++) {
            SampleProduct.make(
                    new SampleRequest(Kind.S2L2A, cpm, 330, 1),
                    product(cpm),
                    2,
                    (done, total) -> {},
                    new Cancellation());
        }
    }

    private static StoreSettings settings(URI endpoint) {
        S3Server server = S3Server.installed();
        return StoreSettings.DEFAULT.withService(s3 -> s3.withEndpoint(endpoint.toString())
                .withRegion("us-east-1")
                .with(new Access.Keys(server.key(), server.secret(), Optional.empty())));
    }

    private static Location bucket(String name) {
        return Location.parse(
                "s3://%s/traffic/%s/%s.zarr".formatted(S3Server.installed().bucket(), UUID.randomUUID(), name));
    }

    private static ConversionReport convert(
            Location source, Location target, Optional<StoreSettings> from, Optional<StoreSettings> to) {
        var request = new ConversionRequest(
                source,
                target,
                ConversionRequest.Expectation.ANY_PRODUCT,
                ConversionOptions.DEFAULT,
                2,
                ConversionRequest.Existing.KEEP,
                ConversionRequest.Leftover.NOT_USED,
                ConversionRequest.Check.FULL,
                Optional.empty(),
                new ConversionRequest.Connections(from, to, Optional.empty()));
        return Conversion.run(request, new Progress(), new Cancellation());
    }

    /// Bytes that were served for each chunk of the product.
    private static NavigableMap<String, Long> served(FaultyServer server, String root) {
        return server.exchanges().stream()
                .filter(exchange -> exchange.request().method().equals("GET"))
                .filter(exchange -> exchange.status() == 200 || exchange.status() == 206)
                .filter(exchange -> !exchange.request().path().matches(".*/" + DOCUMENT + "|.*list-type.*"))
                .collect(Collectors.toMap(exchange -> key(exchange, root), Exchange::bytes, Long::sum, TreeMap::new));
    }

    private static String key(Exchange exchange, String root) {
        String path = exchange.request().path();
        return path.substring(path.indexOf(root) + root.length() + 1);
    }

    /// The chunks that a conversion needs, with their sizes.
    private static NavigableMap<String, Long> needed(Location product) {
        try (Store store = Stores.open(product)) {
            var sizes = new TreeMap<>(store.sizes("").orElseThrow());
            sizes.keySet()
                    .removeIf(key -> key.matches("(?:.*/)?(?:zarr\\.json|\\.z[a-z]+)") || key.contains("quicklook"));
            return sizes;
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3"})
    void everyChunkIsFetchedOnceFromAServer(int cpm, @TempDir Path target) {
        Location product = product(cpm);
        try (var server = FaultyServer.of(folder)) {
            var report = convert(
                    Location.parse(server.uri() + "/" + product.name()),
                    Location.of(target.resolve("store.zarr")),
                    Optional.empty(),
                    Optional.empty());
            assertThat(report.outcome()).isEqualTo(ConversionReport.Outcome.CONVERTED);
            assertThat(served(server, product.name())).isEqualTo(needed(product));
        }
    }

    @Test
    @EnabledIfS3
    void everyChunkIsFetchedOnceFromABucketAndEveryObjectIsWrittenOnce() {
        S3Server service = S3Server.installed();
        Location source = bucket("product");
        Location target = bucket("store");
        try (Store product = Stores.open(product(2));
                WritableStore copy = Stores.writable(source, settings(service.endpoint()))) {
            ProductCopy.copy(product, copy, 8, new Ignored(), new Cancellation());
        }
        try (var from = FaultyServer.before(service.endpoint());
                var to = FaultyServer.before(service.endpoint())) {
            convert(source, target, Optional.of(settings(from.uri())), Optional.of(settings(to.uri())));
            assertThat(served(from, source.key())).isEqualTo(needed(product(2)));
            List<String> puts = to.exchanges(target.name() + "/").stream()
                    .filter(exchange -> exchange.request().method().equals("PUT"))
                    .map(exchange -> key(exchange, target.name()))
                    .toList();
            assertThat(puts).doesNotHaveDuplicates();
            try (Store written = Stores.open(target, settings(service.endpoint()))) {
                assertThat(puts).containsAll(written.sizes("").orElseThrow().keySet());
            }
        }
    }

    private static final class Ignored implements CopyMeter {
        @Override
        public void found(int objects, long bytes) {
            // not of interest
        }

        @Override
        public void done(long bytes) {
            // not of interest
        }
    }
}
