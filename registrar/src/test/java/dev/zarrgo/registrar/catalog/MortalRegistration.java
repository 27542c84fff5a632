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
import dev.zarrgo.registrar.source.SourceReader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;

/// The program that [KilledRegistrationIT] kills: registers a store, or loads a batch of items, and dies
/// where it is told to. Prints how many calls it has made to the outside.
///
/// Arguments: target, source or `batch`, store, folder for the picture, collection, number of the fatal
/// call, `before` or `after`.
final class MortalRegistration {

    /// More than one batch of a bulk load.
    static final int BATCH = 600;

    private static final Set<String> STORE_CALLS =
            Set.of("open", "read", "size", "list", "sizes", "put", "exchange", "delete", "deleteAll");

    private MortalRegistration() {}

    public static void main(String[] arguments) {
        var fatal = new KillSwitch(Integer.parseInt(arguments[5]), arguments[6].equals("after"));
        Path store = Path.of(arguments[2]);
        String collection = arguments[4];
        try (Catalog catalog = catalog(arguments[0], fatal)) {
            if (arguments[1].equals("batch")) {
                catalog.putAll(IntStream.range(0, BATCH)
                        .mapToObj(i -> PgStacIT.item(collection, i))
                        .toList());
            } else {
                Registrations.run(
                        Registrations.request(arguments[1], store, collection),
                        catalog,
                        Instant.now(),
                        stores(Path.of(arguments[3]), fatal),
                        new SourceReader(http(fatal)));
            }
        }
        System.out.println(fatal.calls());
        System.exit(0);
    }

    /// Reads stores where they are, and keeps pictures in a folder.
    private static StoreAccess stores(Path pictures, KillSwitch fatal) {
        return new StoreAccess() {
            @Override
            public Store open(Location location) {
                return Stores.open(location); // many calls, none of which changes anything
            }

            @Override
            public WritableStore writable(Location location) {
                return fatal.around(WritableStore.class, Stores.writable(Location.of(pictures)), STORE_CALLS);
            }
        };
    }

    private static HttpService http(KillSwitch fatal) {
        return new HttpService(
                fatal.around(Transport.jdk(HttpClient.Redirect.NEVER)),
                Tokens.NONE,
                RetryRule.DEFAULT,
                Duration.ofSeconds(20));
    }

    private static Catalog catalog(String target, KillSwitch fatal) {
        if (target.startsWith("http")) {
            return new StacApi(target, http(fatal));
        }
        if (target.startsWith("jdbc")) {
            return fatal.database(target, System.getenv());
        }
        return new StaticCatalog(
                fatal.around(WritableStore.class, Stores.writable(Location.parse(target)), STORE_CALLS));
    }
}
