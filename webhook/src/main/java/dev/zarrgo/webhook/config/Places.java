package dev.zarrgo.webhook.config;

import dev.zarrgo.controller.workflow.TargetSettings;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.SourceGuard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where sources may be, and where results go: settings, completed by what holds on one machine.
///
/// Source: rules I3, P1, P88, X11.
///
/// @param folder of what has no other place
/// @param port that the service listens on
record Places(Settings settings, Path folder, int port) {

    /// Where stores are written.
    Location stores() {
        return Location.parse(storesText());
    }

    private String storesText() {
        return settings.optional(Setting.STORES)
                .orElseGet(() -> folder.resolve("stores").toString());
    }

    /// As the commands of the registrar take it.
    String catalog() {
        return settings.optional(Setting.CATALOG)
                .orElseGet(() -> folder.resolve("catalog").toString());
    }

    /// Hosts that sources may lie on. A service that nobody else reaches may read itself, too.
    List<String> allowedHosts() {
        if (settings.isSet(Setting.ALLOWED_HOSTS) || !isOnLoopback()) {
            return settings.list(Setting.ALLOWED_HOSTS);
        }
        return List.of("*", "http://%s:%d".formatted(settings.text(Setting.HOST), port));
    }

    private boolean isOnLoopback() {
        try {
            return InetAddress.getByName(settings.text(Setting.HOST)).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return false;
        }
    }

    SourceGuard guard() {
        return new SourceGuard(allowedHosts(), settings.isOn(Setting.ALLOW_HTTP));
    }

    /// What steps need to know of the settings.
    Map<String, String> environment() {
        return Map.of(
                SourceGuard.ALLOWED_HOSTS,
                String.join(",", allowedHosts()),
                SourceGuard.ALLOW_HTTP,
                settings.text(Setting.ALLOW_HTTP));
    }

    TargetSettings target() {
        return new TargetSettings(
                storesText(),
                catalog(),
                settings.optional(Setting.RASTER),
                settings.optional(Setting.GATEWAY),
                settings.optional(Setting.EXPLORER),
                settings.optional(Setting.S3_ENDPOINT),
                settings.optional(Setting.STAGING),
                settings.optional(Setting.PROTECTED),
                settings.text(Setting.IMAGE_VERSION),
                settings.isOn(Setting.ALLOW_HTTP) || isOnLoopback());
    }
}
