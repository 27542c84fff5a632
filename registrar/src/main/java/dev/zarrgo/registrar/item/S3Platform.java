package dev.zarrgo.registrar.item;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.zarrgo.converter.store.S3Service;
import dev.zarrgo.converter.zarr.Json;
import java.net.URI;
import java.util.List;

/// Where buckets are.
///
/// @param endpoint address of the S3 service
/// @param region of the buckets
public record S3Platform(String endpoint, String region) {

    private static final String DEFAULT_REGION = "us-east-1";
    private static final List<String> REGIONS = List.of("de", "gra", "sbg", "uk", "ca");

    /// The platform at an endpoint; some name their region (rule P50).
    ///
    /// @param otherwise the region of an endpoint that does not
    public static S3Platform at(String endpoint, String otherwise) {
        String region = REGIONS.stream()
                .filter(name -> endpoint.contains("." + name + "."))
                .findFirst()
                .orElse(otherwise);
        return new S3Platform(endpoint.endsWith("/") ? endpoint : endpoint + "/", region);
    }

    /// The platform of a service; that of AWS where no endpoint is named.
    public static S3Platform of(S3Service service) {
        String region = service.region().orElse(DEFAULT_REGION);
        return at(
                service.endpoint().map(URI::toString).orElse("https://s3.%s.amazonaws.com/".formatted(region)), region);
    }

    ObjectNode scheme(String bucket, String storageClass) {
        return Json.object()
                .put("type", "custom-s3")
                .put("platform", endpoint)
                .put("bucket", bucket)
                .put("region", region)
                .put("requester_pays", false)
                .put("storage_class", storageClass);
    }
}
