package dev.zarrgo.converter.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The small arrays of every type and form that zarr-python wrote, a few of them at a time.
final class RecordedArrays {

    private final Map<String, byte[]> objects;
    private final List<String> names;
    private final int format;

    private RecordedArrays(int format) {
        this.format = format;
        this.objects = read("/dev/zarrgo/converter/zarr/v%d.zarr.zip".formatted(format));
        this.names = objects.keySet().stream()
                .filter(key -> key.contains("/"))
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .toList();
    }

    static RecordedArrays ofFormat(int format) {
        return new RecordedArrays(format);
    }

    private static Map<String, byte[]> read(String resource) {
        var objects = new TreeMap<String, byte[]>();
        try (InputStream in = Objects.requireNonNull(RecordedArrays.class.getResourceAsStream(resource));
                var zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    objects.put(entry.getName().substring(entry.getName().indexOf('/') + 1), zip.readAllBytes());
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return objects;
    }

    /// Objects by key: the root and some of the arrays, with or without consolidated metadata.
    Map<String, byte[]> some(int count, boolean consolidated, Random random) {
        var chosen = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            chosen.add(names.get(random.nextInt(names.size())));
        }
        var some = new TreeMap<String, byte[]>();
        objects.forEach((key, content) -> {
            boolean inRoot = !key.contains("/");
            if (inRoot || chosen.contains(key.substring(0, key.indexOf('/')))) {
                some.put(key, content);
            }
        });
        String document = format == 2 ? ".zmetadata" : "zarr.json";
        var root = (ObjectNode) Documents.parsed(Objects.requireNonNull(some.get(document)));
        if (consolidated) {
            JsonNode copies = (format == 2 ? root : root.path("consolidated_metadata")).path("metadata");
            ((ObjectNode) copies).retain(copies(copies, chosen));
        } else {
            root.remove("consolidated_metadata");
        }
        some.put(document, Json.bytes(root));
        if (format == 2 && !consolidated) {
            some.remove(document);
        }
        return some;
    }

    private static List<String> copies(JsonNode copies, List<String> chosen) {
        var kept = new ArrayList<String>();
        copies.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(".z") || chosen.contains(name.split("/", 2)[0])) {
                kept.add(name);
            }
        });
        return kept;
    }
}
