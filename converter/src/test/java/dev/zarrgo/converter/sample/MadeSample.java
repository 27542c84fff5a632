package dev.zarrgo.converter.sample;

import dev.zarrgo.converter.codec.DecodeScratch;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.task.Cancellation;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.HierarchyReader;
import dev.zarrgo.converter.zarr.Table;
import java.nio.file.Path;
import java.util.stream.IntStream;

/// A sample on disk, read back with the product's own reader.
///
/// @param hierarchy from the consolidated metadata
record MadeSample(Path folder, SampleReport report, Hierarchy hierarchy) {

    static MadeSample make(Path parent, Kind kind, int cpm, int size, long seed, int threads) {
        Path folder = parent.resolve("%s-%d-%d-%d-%d.zarr".formatted(kind, cpm, size, seed, threads));
        SampleReport report = SampleProduct.make(
                new SampleRequest(kind, cpm, size, seed),
                Location.of(folder),
                threads,
                (done, total) -> {},
                new Cancellation());
        try (Store store = Stores.open(Location.of(folder))) {
            return new MadeSample(folder, report, HierarchyReader.read(store));
        }
    }

    Table table(String path) {
        try (Store store = Stores.open(Location.of(folder));
                var scratch = new DecodeScratch()) {
            return Table.read(store, path, array(path), scratch);
        }
    }

    /// The elements of an integer array in row-major order.
    int[] numbers(String path) {
        Table table = table(path);
        return IntStream.range(0, table.elements())
                .map(i -> (int) table.longAt(i))
                .toArray();
    }

    ArrayMetadata array(String path) {
        return hierarchy.array(path).orElseThrow();
    }
}
