package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.InvalidRequestException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Where a product or a store is: a scheme, a bucket or host, and a key or path.
///
/// Not a `java.net.URI`: keys may hold any character, bucket names may hold a colon. Source: rules I1, I4,
/// I7.
///
/// @param scheme how to get there
/// @param bucket S3 bucket, or host and port; empty for files
/// @param key `/`-separated; an absolute path for files; without a trailing `/`
public record Location(Scheme scheme, String bucket, String key) {

    /// How to reach the bytes.
    public enum Scheme {
        FILE,
        S3,
        HTTP,
        HTTPS;

        String prefix() {
            return name().toLowerCase(Locale.ROOT) + "://";
        }
    }

    private static final String ARCHIVE_SUFFIX = ".zarr.zip";

    /// Reads what a person typed: a path, `file:`, `s3://`, `http://` or `https://`.
    ///
    /// @throws InvalidRequestException for another scheme, an empty bucket or an impossible path
    public static Location parse(String text) {
        for (Scheme scheme : new Scheme[] {Scheme.S3, Scheme.HTTP, Scheme.HTTPS}) {
            if (text.regionMatches(true, 0, scheme.prefix(), 0, scheme.prefix().length())) {
                return remote(scheme, text.substring(scheme.prefix().length()), text);
            }
        }
        if (text.matches("(?i)(?!file:)[a-z][a-z0-9+.-]+:.*") && !text.matches("(?i)[a-z]:[/\\\\].*")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s: the scheme is not supported".formatted(text),
                    "give a path, or a location that starts with file:, s3://, http:// or https://");
        }
        if (text.isBlank() || text.matches("(?i)file://[^/].*")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE, "'%s' names no file".formatted(text), "give a path, or file: and a path");
        }
        String path = text.replaceFirst("(?i)^file:(//)?", "");
        try {
            return of(Path.of(path));
        } catch (InvalidPathException broken) {
            throw new InvalidRequestException(FailureCode.USAGE, "%s is not a path".formatted(text), null, broken);
        }
    }

    public static Location of(Path path) {
        return new Location(Scheme.FILE, "", path.toAbsolutePath().normalize().toString());
    }

    private static Location remote(Scheme scheme, String rest, String text) {
        if (scheme != Scheme.S3 && rest.matches("(?s).*[?#].*")) {
            throw new InvalidRequestException(
                    FailureCode.USAGE,
                    "%s has a query or a fragment, which does not go with the names of objects"
                            .formatted(text.replaceFirst("(?s)[?#].*", "?…")),
                    "give the location of the store alone");
        }
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (bucket.isBlank() || bucket.endsWith("@")) {
            throw new InvalidRequestException(FailureCode.USAGE, "%s names no bucket or host".formatted(text));
        }
        String key = slash < 0 ? "" : rest.substring(slash + 1);
        String clean = Arrays.stream(key.split("/"))
                .filter(segment -> !segment.isEmpty())
                .collect(Collectors.joining("/"));
        return new Location(scheme, bucket, clean);
    }

    public boolean isFile() {
        return scheme == Scheme.FILE;
    }

    /// Whether this is one archive file instead of a hierarchy of objects.
    public boolean isArchive() {
        return key.toLowerCase(Locale.ROOT).endsWith(ARCHIVE_SUFFIX);
    }

    /// The local path.
    ///
    /// @throws IllegalStateException if this is not a local location
    public Path path() {
        if (!isFile()) {
            throw new IllegalStateException(this + " is not local");
        }
        return Path.of(key);
    }

    /// The last segment, for example `S2A_….zarr`.
    public String name() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /// The location that holds this one.
    public Location parent() {
        return new Location(scheme, bucket, key.substring(0, Math.max(0, key.lastIndexOf('/'))));
    }

    /// The location below this one.
    public Location child(String name) {
        return new Location(scheme, bucket, key.isEmpty() ? name : key + "/" + name);
    }

    /// The location beside this one with another name.
    public Location sibling(String name) {
        return new Location(scheme, bucket, key.substring(0, key.lastIndexOf('/') + 1) + name);
    }

    /// As a person writes it, without credentials.
    @Override
    public String toString() {
        return isFile() ? key : scheme.prefix() + bucket.substring(bucket.indexOf('@') + 1) + "/" + key;
    }
}
