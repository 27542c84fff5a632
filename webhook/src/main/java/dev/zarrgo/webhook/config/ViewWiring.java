package dev.zarrgo.webhook.config;

import dev.zarrgo.converter.convert.ConverterVersion;
import dev.zarrgo.converter.failure.FailureCode;
import dev.zarrgo.converter.failure.RefusedException;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.webhook.view.ViewSettings;
import java.util.List;
import java.util.Optional;

/// What the pages are told, from the settings of the service.
final class ViewWiring {

    private ViewWiring() {}

    /// @param stores where they lie
    static ViewSettings settings(Settings settings, Location stores) {
        return new ViewSettings(
                ConverterVersion.VERSION,
                stores,
                settings.list(Setting.VIEW_SOURCES),
                baseMaps(settings.list(Setting.VIEW_BASE_MAPS)),
                settings.optional(Setting.VIEW_ARGO).map(address -> address.replaceFirst("/+$", "")),
                settings.list(Setting.VIEW_PUBLIC),
                settings.optional(Setting.OIDC_CLIENT)
                        .map(client -> new ViewSettings.Login(
                                required(settings, Setting.OIDC_AUTHORIZATION),
                                required(settings, Setting.OIDC_TOKEN),
                                client,
                                settings.text(Setting.OIDC_SCOPE))));
    }

    private static List<ViewSettings.BaseMap> baseMaps(List<String> texts) {
        try {
            return texts.stream().map(ViewSettings.BaseMap::parse).toList();
        } catch (IllegalArgumentException broken) {
            throw bad("view.base-maps: " + broken.getMessage());
        }
    }

    private static String required(Settings settings, Setting setting) {
        Optional<String> value = settings.optional(setting).filter(text -> text.matches("https?://.+"));
        return value.orElseThrow(() -> bad("security.oidc.client-id is set, and an address of the provider is not"));
    }

    private static RefusedException bad(String message) {
        return new RefusedException(FailureCode.BAD_SETTINGS, message, "see docs/reference/settings.md");
    }
}
