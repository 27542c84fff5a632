package dev.zarrgo.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.zarr.Json;
import dev.zarrgo.testkit.BrowserPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Measures how soon a full-size store is on the map: the service as people start it, and a browser that
/// was never there.
final class MapBench {

    private static final int FULL_SIZE = 10_980;
    private static final String STORE = "measured/full.zarr";

    private final Path root;
    private final Path work;
    private final int rounds;

    MapBench(Path root, Path work, int rounds) {
        this.root = root;
        this.work = work;
        this.rounds = rounds;
    }

    /// Runs everything and writes `docs/benchmarks-map.md` with its figures.
    void run() throws IOException, InterruptedException {
        ObjectNode result = Json.object()
                .put("date", LocalDate.now(ZoneOffset.UTC).toString())
                .put("zarrgo", ConverterVersion.VERSION)
                .put("product", "zarrgo sample, L2A, %d x %d".formatted(FULL_SIZE, FULL_SIZE))
                .put("window", "%d x %d".formatted(MapVisit.WIDTH, MapVisit.HEIGHT));
        result.set("machine", Machine.describe());
        Path stores = stores();
        result.put("load", load());
        List<String> command = List.of(root.resolve("zarrgo").toString(), "serve");
        try (ServiceProcess service = ServiceProcess.start(command, Map.of("ZARRGO_STORE_ROOT", stores.toString()));
                BrowserPages pages = new BrowserPages()) {
            service.answers("/ui/settings.json");
            result.put("browser", pages.version());
            ArrayNode visits = result.putArray("rounds");
            for (int round = 1; round <= rounds; round++) {
                System.err.printf("bench: round %d of %d%n", round, rounds);
                visits.add(MapVisit.measure(
                        pages, "http://127.0.0.1:" + service.port(), "/map?in=none&store=/stores/" + STORE));
            }
        }
        new MapPage(result).write(root.resolve("docs"));
    }

    /// @return a folder of stores, with a converted product in it
    private Path stores() throws IOException {
        Path product = work.resolve("sample-%d.zarr".formatted(FULL_SIZE));
        if (!Files.exists(product)) {
            System.err.println("bench: making a product of full size");
            Command.run(root.resolve("zarrgo"), "sample", "--product", "S2L2A", "--size", FULL_SIZE, product);
        }
        Path stores = work.resolve("map");
        Command.remove(stores);
        Path store = stores.resolve(STORE);
        Files.createDirectories(store.getParent());
        System.err.println("bench: converting it");
        Command.run(root.resolve("zarrgo"), "convert", product, store, "--progress", "none");
        return stores;
    }

    /// What else the machine does: mean of the last minute.
    private static String load() throws IOException {
        Path load = Path.of("/proc/loadavg");
        return Files.exists(load) ? Files.readString(load).split(" ", 2)[0] : "unknown";
    }
}
