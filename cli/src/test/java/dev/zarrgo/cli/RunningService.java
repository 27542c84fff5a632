package dev.zarrgo.cli;

import dev.zarrgo.webhook.config.Service;
import dev.zarrgo.webhook.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The service as `zarrgo serve` runs it, in this process, on a free port.
final class RunningService implements AutoCloseable {

    private final Path folder;
    private final Service service;

    /// @param settings beside those that tests need: any port, sources of this machine
    RunningService(Path folder, Map<String, String> settings) {
        this.folder = folder;
        var all = new LinkedHashMap<String, String>();
        all.put("webhook.port", "0");
        all.put("source.allow-http", "true");
        all.put("source.allowed-hosts", "127.0.0.1");
        all.putAll(settings);
        this.service = Service.start(Settings.read(Optional.empty(), Map.of(), all), folder, ProgramCommand.words());
    }

    String address() {
        return "http://127.0.0.1:" + service.port();
    }

    /// Converts a product and registers it, without a job.
    ///
    /// @return the store
    Path publish(TestProduct product, String collection, String item, Object... options) {
        Path store = folder.resolve("stores").resolve(collection).resolve(item + ".zarr");
        try {
            Files.createDirectories(store.getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Path source = named(product, item);
        var arguments = new java.util.ArrayList<Object>(java.util.List.of("convert", source, store));
        arguments.addAll(java.util.List.of(options));
        Invocation.successful(arguments.toArray());
        Invocation.successful("register", source, store, "--catalog", folder.resolve("catalog"), "-C", collection);
        return store;
    }

    /// The id of an item follows from the name of its source (rule P2).
    private Path named(TestProduct product, String item) {
        Path link = folder.resolve("sources").resolve(item + ".zarr");
        try {
            Files.createDirectories(link.getParent());
            return Files.exists(link)
                    ? link
                    : Files.createSymbolicLink(link, product.folder().toAbsolutePath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
