package dev.zarrgo.webhook.view;

import dev.zarrgo.converter.store.ObjectParts;
import dev.zarrgo.converter.store.StoreSettings;
import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/// The parts of this package, made from its settings.
@Factory
final class Views {

    @Singleton
    ServedStores stores(ViewSettings settings) {
        return settings.stores().isFile()
                ? new FolderStores(settings.stores().path())
                : new BucketStores(ObjectParts.of(settings.stores(), StoreSettings.of(System.getenv())));
    }

    @Singleton
    StoreAccess access(ViewSettings settings, SecuritySettings security) {
        return new StoreAccess(security, settings.publicCollections());
    }
}
