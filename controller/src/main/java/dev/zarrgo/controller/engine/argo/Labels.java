package dev.zarrgo.controller.engine.argo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Labels of Kubernetes: values of at most 63 letters, digits, `-`, `_` and `.`.
///
/// Source: rule P12.
final class Labels {

    static final String NAME = "app.kubernetes.io/name";
    static final String PROGRAM = "zarrgo";
    /// The job of the ledger; not there on a workflow that somebody made by hand.
    static final String JOB = "zarrgo.dev/job";
    /// That the ledger has recorded how the workflow ended.
    static final String RECORDED = "zarrgo.dev/recorded";

    private static final Pattern VALID = Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final int HASH_BYTES = 16;

    private Labels() {}

    /// The value as it is, or the beginning of its SHA-256 where Kubernetes would refuse it.
    static String value(String text) {
        if (VALID.matcher(text).matches()) {
            return text;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Map<String, String> values(Map<String, String> labels) {
        var valid = new TreeMap<String, String>();
        labels.forEach((name, text) -> valid.put(name, value(text)));
        return valid;
    }
}
