package dev.zarrgo.cli;

import java.nio.file.Path;

/// A short run through what commands do, recorded by the launcher so that later starts find their classes
/// prepared.
final class Training {

    private static final String SIZE = "1098";
    private static final String COLLECTION = "sentinel-2-l2a";

    private Training() {}

    /// `FOLDER`: an empty one, for the files that the run makes.
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        String product = folder.resolve("product.zarr").toString();
        String store = folder.resolve("store.zarr").toString();
        Zarrgo.run("--version");
        Zarrgo.run("sample", "--size", SIZE, product);
        Zarrgo.run("convert", product, store, "--overwrite");
        Zarrgo.run("convert", product, store);
        Zarrgo.run("validate", store, "--source", product);
        Zarrgo.run("info", store);
        Zarrgo.run("resolve", product, "--collection", COLLECTION);
        Zarrgo.run(
                "register",
                product,
                store,
                "--catalog",
                folder.resolve("catalog").toString(),
                "--collection",
                COLLECTION);
    }
}
