package dev.zarrgo.webhook.view;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may read which stores (rules P8, A24).
final class StoreAccessTest {

    private static final SecuritySettings CLOSED = settings(List.of("anna:read:a-token-of-sixteen-letters"));

    private static SecuritySettings settings(List<String> tokens) {
        return new SecuritySettings(SecuritySettings.tokens(tokens), Optional.empty(), false, 10, 10);
    }

    private static StorePath in(String collection) {
        return StorePath.parse(collection + "/a.zarr/zarr.json").orElseThrow();
    }

    private static Optional<Authentication> anna(String role) {
        return Optional.of(Authentication.build("anna", List.of(role)));
    }

    @Test
    void withoutAuthenticationEverythingIsOpen() {
        var access = new StoreAccess(settings(List.of()), List.of());
        assertThatCode(() -> access.check(in("any"), Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void strangersReadPublicCollectionsOnly() {
        var access = new StoreAccess(CLOSED, List.of("open", "free-*", "a.b"));
        for (String open : List.of("open", "free-", "free-2", "a.b")) {
            assertThatCode(() -> access.check(in(open), Optional.empty())).doesNotThrowAnyException();
        }
        for (String closed : List.of("closed", "opener", "not-free-1", "axb", "Free-1")) {
            assertThatThrownBy(() -> access.check(in(closed), Optional.empty()))
                    .isInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void whoMayReadReadsAll() {
        var access = new StoreAccess(CLOSED, List.of());
        assertThatCode(() -> access.check(in("closed"), anna("read"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> access.check(in("closed"), anna("other"))).isInstanceOf(AuthorizationException.class);
    }
}
