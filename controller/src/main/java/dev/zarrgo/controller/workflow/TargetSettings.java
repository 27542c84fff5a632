package dev.zarrgo.controller.workflow;

import java.util.Optional;

/// Where results go, and what the steps need to know for it.
///
/// Source: section 1 of the pipeline specification; the parameters of its section 3 that come from the
/// settings.
///
/// @param stores folder or `s3://bucket/prefix`; a store is at `<stores>/<collection>/<item>.zarr` (rule
///     P1)
/// @param catalog address or folder of the target catalogue
/// @param plainHttp whether addresses without TLS are accepted, as on one machine
public record TargetSettings(
        String stores,
        String catalog,
        Optional<String> rasterApi,
        Optional<String> gateway,
        Optional<String> explorer,
        Optional<String> s3Endpoint,
        Optional<String> stagingBucket,
        Optional<String> expiresExcludeFile,
        String imageVersion,
        boolean plainHttp) {

    /// Everything in folders.
    public static TargetSettings local(String stores, String catalog) {
        return new TargetSettings(
                stores,
                catalog,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                true);
    }

    String store(String collection, String itemId) {
        return "%s/%s/%s.zarr".formatted(stores.replaceAll("/+$", ""), collection, itemId);
    }

    /// The bucket of `stores`; empty for a folder.
    String bucket() {
        return stores.startsWith("s3://") ? stores.substring(5).replaceAll("/.*$", "") : "";
    }

    /// What follows the bucket, without slashes around it.
    String prefix() {
        return stores.startsWith("s3://")
                ? stores.substring(5).replaceAll("^[^/]*/?", "").replaceAll("/+$", "")
                : "";
    }
}
