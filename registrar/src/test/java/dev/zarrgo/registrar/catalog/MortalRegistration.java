package dev.zarrgo.registrar.catalog;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.registrar.http.HttpService;
import dev.zarrgo.registrar.http.RetryRule;
import dev.zarrgo.registrar.http.Tokens;
import dev.zarrgo.registrar.http.Transport;
import dev.zarrgo.registrar.register.Registrations;
import dev.zarrgo.registrar.register.StoreAccess;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The program that [KilledRegistrationIT] kills: registers a store, and dies where it is told to.
///
/// Arguments: target, source, store, collection, number of the fatal call, `before` or `after`.
final class MortalRegistration {

    private MortalRegistration() {}

    public static void main(String[] arguments) {
        var fatal = new KillSwitch(Integer.parseInt(arguments[4]), arguments[5].equals("after"));
        var stores = new StoreAccess() {
            @Override
            public Store open(Location location) {
                return Stores.open(location);
            }

            @Override
            public WritableStore writable(Location location) {
                return fatal.around(WritableStore.class, Stores.writable(location), Set.of("put"));
            }
        };
        try (Catalog catalog = catalog(arguments[0], stores, fatal)) {
            Registrations.run(
                    Registrations.request(arguments[1], Path.of(arguments[2]), arguments[3]),
                    catalog,
                    Instant.now(),
                    stores);
        }
        System.exit(0);
    }

    private static Catalog catalog(String target, StoreAccess stores, KillSwitch fatal) {
        if (target.startsWith("http")) {
            Transport jdk = Transport.jdk(HttpClient.Redirect.NEVER);
            Transport mortal = request -> {
                try {
                    return fatal.call(() -> jdk.send(request));
                } catch (java.io.IOException | InterruptedException | RuntimeException failure) {
                    throw failure;
                } catch (Exception other) {
                    throw new IllegalStateException(other);
                }
            };
            return new StacApi(target, new HttpService(mortal, Tokens.NONE, RetryRule.DEFAULT, Duration.ofSeconds(20)));
        }
        if (target.startsWith("jdbc")) {
            Connections plain = Connections.to(target, System.getenv());
            return PgStac.over(new Connections(
                    "pgstac",
                    () -> fatal.around(
                            java.sql.Connection.class, plain.borrow().connection(), Set.of("executeQuery", "commit"))));
        }
        return new StaticCatalog(stores.writable(Location.parse(target)));
    }
}
