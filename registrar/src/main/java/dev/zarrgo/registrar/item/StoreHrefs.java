package dev.zarrgo.registrar.item;

import dev.zarrgo.converter.store.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// How an item points into its store.
///
/// Source: rules P29, P50.
///
/// @param root of the store as clients address it, without a trailing `/`
/// @param s3 of the store, `s3://bucket/key`, where it lies on S3
public record StoreHrefs(String root, Optional<String> s3) {

    /// Through an HTTPS gateway that serves buckets by path.
    ///
    /// @param gateway without a trailing `/`
    public static StoreHrefs throughGateway(String gateway, Location store) {
        return new StoreHrefs(
                gateway.replaceFirst("/+$", "") + "/" + store.bucket() + "/" + encoded(store.key()), s3(store));
    }

    /// By the location of the store itself.
    public static StoreHrefs direct(Location store) {
        return switch (store.scheme()) {
            case FILE -> new StoreHrefs(store.path().toUri().toString().replaceFirst("/$", ""), Optional.empty());
            case S3, HTTP, HTTPS ->
                new StoreHrefs(
                        store.scheme().name().toLowerCase(Locale.ROOT) + "://" + store.bucket() + "/"
                                + encoded(store.key()),
                        s3(store));
        };
    }

    /// Relative to the folder of the item, where both are in the same file system or bucket; else
    /// [#direct].
    public static StoreHrefs relativeTo(Location folder, Location store) {
        boolean together = folder.scheme() == store.scheme() && folder.bucket().equals(store.bucket());
        if (!together) {
            return direct(store);
        }
        Path from = Path.of("/" + folder.key());
        Path to = Path.of("/" + store.key());
        return new StoreHrefs(encoded(from.relativize(to).toString()), s3(store));
    }

    private static Optional<String> s3(Location store) {
        return store.scheme() == Location.Scheme.S3
                ? Optional.of("s3://" + store.bucket() + "/" + store.key())
                : Optional.empty();
    }

    /// The href of a path in the store; of its root for the empty path.
    public String of(String path) {
        return path.isEmpty() ? root : root + "/" + encoded(path);
    }

    Optional<String> s3Of(String path) {
        return s3.map(root -> path.isEmpty() ? root : root + "/" + path);
    }

    /// Percent-encodes what a path of a link cannot hold (RFC 3986 section 3.3).
    static String encoded(String path) {
        var text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "/-._~!$&'()*+,;=:@".indexOf(c) >= 0);
            if (plain) {
                text.append((char) c);
            } else {
                text.append("%%%02X".formatted(c));
            }
        }
        return text.toString();
    }
}
