package dev.zarrgo.registrar.register;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.registrar.item.Lifetime;
import dev.zarrgo.registrar.item.S3Platform;
import dev.zarrgo.registrar.titiler.Render;
import java.util.Optional;

/// One registration.
///
/// @param source path or address of the source item, or of a product without one
/// @param store the converted store
/// @param collection id of the target collection
/// @param gateway HTTPS address that serves buckets by path, if there is one
/// @param tileServer address of the raster API, if there is one
/// @param explorer address of the Explorer, if there is one
/// @param platform where the bucket of the store is
/// @param render how the collection is drawn, where that is not the product's way
public record RegistrationRequest(
        String source,
        Location store,
        String collection,
        Mode mode,
        MissingCollection missingCollection,
        Optional<String> gateway,
        Optional<String> tileServer,
        Optional<String> explorer,
        Optional<S3Platform> platform,
        Optional<Render> render,
        Lifetime lifetime) {

    /// What to do where the catalogue has the item already.
    public enum Mode {
        /// Replace it.
        UPSERT,
        /// Leave it, and fail.
        CREATE_ONLY,
        /// Write nothing at all, whatever there is.
        DRY_RUN
    }

    /// What to do where the catalogue has no such collection.
    public enum MissingCollection {
        /// Make it if there is a template for it, else fail (rules P55, P85).
        FROM_TEMPLATE,
        /// Make it in any case.
        CREATE
    }
}
