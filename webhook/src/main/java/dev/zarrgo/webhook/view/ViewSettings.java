package dev.zarrgo.webhook.view;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the pages have to know, and who may read stores.
///
/// @param version of the program
/// @param stores where they lie
/// @param sources where pages may read from besides this service: origins, or a scheme for all of it
/// @param baseMaps backgrounds of the map from elsewhere
/// @param argo address of Argo's pages for our workflows, without a slash at its end; empty without
/// @param publicCollections whose stores everybody may read
/// @param login where people get tokens of the identity provider
public record ViewSettings(
        String version,
        Location stores,
        List<String> sources,
        List<BaseMap> baseMaps,
        Optional<String> argo,
        List<String> publicCollections,
        Optional<Login> login) {

    public ViewSettings {
        sources = List.copyOf(sources);
        baseMaps = List.copyOf(baseMaps);
        publicCollections = List.copyOf(publicCollections);
    }

    /// A map of somebody else's.
    ///
    /// @param url with `{z}`, `{x}` and `{y}`
    @Serdeable.Serializable
    public record BaseMap(String title, String url, String attribution) {

        /// @param text `TITLE|URL|ATTRIBUTION`
        public static BaseMap parse(String text) {
            String[] parts = text.split("\\|", 3);
            if (parts.length < 2 || !parts[1].matches("https?://.*\\{z}.*")) {
                throw new IllegalArgumentException("'%s' is not of the form TITLE|URL|ATTRIBUTION".formatted(text));
            }
            return new BaseMap(parts[0].strip(), parts[1].strip(), parts.length == 3 ? parts[2].strip() : "");
        }

        String origin() {
            URI address = URI.create(url.substring(0, url.indexOf('{')));
            return "%s://%s".formatted(address.getScheme(), address.getRawAuthority());
        }
    }

    /// How a browser gets a token: authorization code with PKCE.
    ///
    /// @param authorization address where people log in
    /// @param token address where the code becomes a token
    /// @param client under which the provider knows the pages
    @Serdeable.Serializable
    public record Login(String authorization, String token, String client, String scope) {

        String origin() {
            URI address = URI.create(token);
            return "%s://%s".formatted(address.getScheme(), address.getRawAuthority());
        }
    }

    /// Where an object lies, and where this service gives it.
    @Serdeable.Serializable
    record Route(String location, String route) {}

    /// What the pages are told before anybody has logged in.
    @Serdeable.Serializable
    record Document(
            String version,
            String catalog,
            List<Route> stores,
            List<BaseMap> baseMaps,
            String argo,
            boolean open,
            @Nullable Login oidc) {}

    Document document(SecuritySettings security) {
        String location = stores.isFile() ? stores.path().toUri().toString() : stores + "/";
        return new Document(
                version,
                "/catalog",
                List.of(new Route(location.endsWith("/") ? location : location + "/", "/stores/")),
                baseMaps,
                argo.orElse(""),
                !security.isRequired(),
                login.orElse(null));
    }

    /// What a page may load, and from where (Content Security Policy). `wasm-unsafe-eval` lets the decoder
    /// of zstd run, which comes with the pages, and is read from a `data:` address.
    String policy() {
        var elsewhere = new ArrayList<String>(sources);
        baseMaps.forEach(map -> elsewhere.add(map.origin()));
        var connect = new ArrayList<String>(elsewhere);
        login.ifPresent(one -> connect.add(one.origin()));
        return "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; "
                + "img-src 'self' data: blob: %s; ".formatted(String.join(" ", elsewhere))
                + "connect-src 'self' data: %s; ".formatted(String.join(" ", connect))
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
