package dev.zarrgo.converter.stage;

import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.store.Location;
import java.util.List;

/// Where the copy of one item lies, apart from those of other collections and namespaces.
///
/// Source: rule P21.
///
/// @param prefix for example `source-cache`; may hold `/`
/// @param namespace of the cluster, or whatever keeps installations apart
/// @param item its id, without `.zarr`
public record StagedPrefix(String bucket, String prefix, String namespace, String collection, String item) {

    /// @throws RefusedException if a part is empty: what is removed later would be far too much
    public StagedPrefix {
        for (String part : List.of(bucket, namespace, collection, item)) {
            require(part.matches("[^/\\p{Cntrl}]+") && !part.matches("\\.{1,2}"), part);
        }
        require(prefix.matches("[^/\\p{Cntrl}]+(/[^/\\p{Cntrl}]+)*"), prefix);
    }

    private static void require(boolean isName, String part) {
        if (!isName) {
            throw new RefusedException(
                    FailureCode.BAD_SETTINGS,
                    "'%s' cannot be a part of the place for copies".formatted(part),
                    "give --dest-bucket, --dest-prefix, --namespace (or POD_NAMESPACE) and --collection names that are"
                            + " not empty");
        }
    }

    public Location location() {
        return Location.parse("s3://%s/%s/%s/%s/%s".formatted(bucket, prefix, namespace, collection, item));
    }
}
