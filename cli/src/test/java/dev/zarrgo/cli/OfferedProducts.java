package dev.zarrgo.cli;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// A web server of this machine that offers products to a service under test.
final class OfferedProducts implements AutoCloseable {

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor(); // else one request at a time

    /// @param folder does not exist yet
    OfferedProducts(Path folder) {
        try {
            this.folder = Files.createDirectory(folder).toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                this.folder,
                SimpleFileServer.OutputLevel.NONE);
        server.setExecutor(threads);
        server.start();
    }

    /// The server of the JDK gives no hidden files, which generation 2 of the format has, and follows no
    /// links.
    OfferedProducts with(String item, TestProduct product) {
        Path from = product.folder();
        Path to = folder.resolve(item + ".zarr");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return this;
    }

    /// Where an item would be, whether it is offered or not.
    String address(String item) {
        return "http://127.0.0.1:%d/%s.zarr".formatted(server.getAddress().getPort(), item);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
