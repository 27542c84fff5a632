package dev.zarrgo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A store on disk, seen as files: without any reader of ours.
record StoreFolder(Path root) {

    /// The metadata document of a node.
    JsonNode document(String path) {
        try {
            return Json.parse(Files.readAllBytes(root.resolve(path).resolve("zarr.json")));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// An attribute of a node; missing if it has none of that name.
    JsonNode attribute(String path, String name) {
        return document(path).path("attributes").path(name);
    }

    boolean has(String path) {
        return Files.exists(root.resolve(path));
    }

    /// The SHA-256 of every file by its name: equal maps mean equal stores.
    Map<String, String> digests() {
        var digests = new TreeMap<String, String>();
        for (Path file : files()) {
            digests.put(root.relativize(file).toString(), digest(file));
        }
        return digests;
    }

    /// The metadata documents by the names of their files.
    Map<String, JsonNode> documents() {
        var documents = new TreeMap<String, JsonNode>();
        for (Path file : files()) {
            String name = root.relativize(file).toString();
            if (isDocument(name)) {
                documents.put(name, document(name.substring(0, Math.max(0, name.lastIndexOf('/')))));
            }
        }
        return documents;
    }

    /// Whether a file holds metadata, and no pixels.
    static boolean isDocument(String name) {
        return name.endsWith("zarr.json");
    }

    /// Names of files that hold chunks or shards, below a node.
    List<String> chunks(String path) {
        return files().stream()
                .map(file -> root.relativize(file).toString())
                .filter(name -> name.startsWith(path) && !isDocument(name))
                .toList();
    }

    /// Bytes of all files.
    long bytes() {
        return files().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String digest(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
