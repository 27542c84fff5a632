package dev.zarrgo.converter.store;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A place in a bucket as the address of a web server says it: host, bucket, key.
///
/// Source: rule I4.
///
/// @param endpoint of the S3 service
/// @param location the same place in its bucket
public record S3Address(URI endpoint, Location location) {

    /// @return empty for what is no address of a web server, or names no bucket and key
    public static Optional<S3Address> of(Location location) {
        int slash = location.key().indexOf('/');
        boolean remote = location.scheme() == Location.Scheme.HTTP || location.scheme() == Location.Scheme.HTTPS;
        if (!remote || slash < 1) {
            return Optional.empty();
        }
        String bucket = decoded(location.key().substring(0, slash));
        String key = decoded(location.key().substring(slash + 1));
        return Urls.endpoint(location.scheme().prefix() + location.bucket())
                .map(endpoint -> new S3Address(endpoint, new Location(Location.Scheme.S3, bucket, key)));
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
