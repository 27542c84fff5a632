package dev.zarrgo.webhook.view;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A file of the browser application, as it was built into this program. Not a record: it holds bytes.
final class Asset {

    private static final String FOLDER = "/ui/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}");
    private static final Pattern HASHED = Pattern.compile(".+-[A-Za-z0-9_-]{8}\\.[a-z]+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "txt", "text/plain; charset=utf-8",
            "wasm", "application/wasm");

    private final String name;
    private final byte[] content;
    private final byte[] compressed;

    private Asset(String name, byte[] content) {
        this.name = name;
        this.content = content;
        this.compressed = gzip(content);
    }

    /// @return empty if the application has no such file
    static Optional<Asset> named(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (@Nullable InputStream file = Asset.class.getResourceAsStream(FOLDER + name)) {
            return file == null ? Optional.empty() : Optional.of(new Asset(name, file.readAllBytes()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream(content.length / 3 + 64);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    byte[] content() {
        return content.clone();
    }

    byte[] compressed() {
        return compressed.clone();
    }

    String mediaType() {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /// The name holds a hash of the content, so that the content of a name never changes.
    boolean isForGood() {
        return HASHED.matcher(name).matches();
    }
}
