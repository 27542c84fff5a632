package dev.zarrgo.webhook.view;

import dev.zarrgo.webhook.security.Role;
import dev.zarrgo.webhook.security.SecuritySettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Who looks at the pages, so that they offer nobody what the service would refuse (rule A24).
@Controller("/ui/session.json")
@Secured(SecurityRule.IS_ANONYMOUS)
public final class SessionResource {

    private final SecuritySettings security;

    SessionResource(SecuritySettings security) {
        this.security = security;
    }

    /// @param name empty for a stranger
    /// @param roles what they may do, for example `read`
    @Serdeable.Serializable
    record Session(String name, List<String> roles) {

        Session {
            roles = List.copyOf(roles);
        }
    }

    @Get
    @Produces(MediaType.APPLICATION_JSON)
    HttpResponse<Session> session(HttpRequest<?> request) {
        Optional<Authentication> person = request.getUserPrincipal(Authentication.class);
        String name = person.map(Authentication::getName).orElse("");
        return HttpResponse.ok(new Session(name, roles(person))).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private List<String> roles(Optional<Authentication> person) {
        List<String> all = Arrays.stream(Role.values()).map(Role::id).toList();
        if (!security.isRequired()) {
            return security.anonymousSamples() ? List.of() : all;
        }
        Collection<String> held = person.map(Authentication::getRoles).orElse(List.of());
        return all.stream().filter(held::contains).toList();
    }
}
