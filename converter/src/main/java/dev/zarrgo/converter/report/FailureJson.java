package dev.zarrgo.converter.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.failure.ExitCode;
import dev.zarrgo.converter.failure.ZarrgoException;
import dev.zarrgo.converter.zarr.Json;

/// Why a run failed, in its report: `{exit_code, message, code, advice}`.
public final class FailureJson {

    private FailureJson() {}

    public static ObjectNode of(Throwable failure) {
        ObjectNode document = Json.object()
                .put("exit_code", ExitCode.of(failure))
                .put("message", String.valueOf(failure.getMessage()));
        if (failure instanceof ZarrgoException known) {
            document.put("code", known.code().id());
            if (known.advice() != null) {
                document.put("advice", known.advice());
            }
        } else {
            document.put("code", "internal");
        }
        return document;
    }
}
