package dev.zarrgo.converter.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zarrgo.converter.zarr.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Documents that are known to be JSON.
final class Documents {

    private Documents() {}

    static JsonNode parsed(byte[] document) {
        try {
            return Json.parse(document);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
