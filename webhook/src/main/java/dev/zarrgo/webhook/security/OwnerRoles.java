package dev.zarrgo.webhook.security;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.token.DefaultRolesFinder;
import io.micronaut.security.token.RolesFinder;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds roles in the claims of a token: an array, or words with blanks between them. Roles of other
/// programs are left out, and each role of ours includes the smaller ones.
@Singleton
@Replaces(DefaultRolesFinder.class)
@Requires(property = "micronaut.security.enabled", value = "true")
final class OwnerRoles implements RolesFinder {

    private final String claim;

    OwnerRoles(SecuritySettings settings) {
        this.claim =
                settings.provider().map(SecuritySettings.Provider::roleClaim).orElse("roles");
    }

    @Override
    public List<String> resolveRoles(@Nullable Map<String, Object> attributes) {
        Object stated = attributes == null ? null : attributes.get(claim);
        List<String> names =
                switch (stated) {
                    case null -> List.of();
                    case Collection<?> several ->
                        several.stream().map(String::valueOf).toList();
                    default -> Arrays.asList(String.valueOf(stated).split("[ ,]+"));
                };
        return names.stream()
                .flatMap(name -> Role.named(name).stream())
                .flatMap(role -> role.included().stream())
                .distinct()
                .toList();
    }
}
