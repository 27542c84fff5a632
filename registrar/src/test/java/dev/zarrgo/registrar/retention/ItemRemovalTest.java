package dev.zarrgo.registrar.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Stores;
import dev.zarrgo.converter.store.WritableStore;
import dev.zarrgo.registrar.SampleStores;
import dev.zarrgo.registrar.catalog.StaticCatalog;
import dev.zarrgo.registrar.register.Registrations;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule P69: the data first, then a count that is 0, then the item.
class ItemRemovalTest {

    private static final String COLLECTION = "sentinel-2-l2a";

    private StaticCatalog catalog;
    private Path store;

    @BeforeEach
    void register(@TempDir Path work) throws IOException {
        catalog = new StaticCatalog(Stores.writable(Location.of(work.resolve("catalog"))));
        store = work.resolve("stores/PRODUCT.zarr");
        Path made = SampleStores.of("S2L2A", 3, Encoding.PACKED);
        Files.createDirectories(work.resolve("stores"));
        try (var paths = Files.walk(made)) {
            for (Path path : paths.toList()) {
                Files.copy(path, store.resolve(made.relativize(path).toString()));
            }
        }
        Registrations.run(Registrations.request("PRODUCT.zarr", store, COLLECTION), catalog, Registrations.NOON);
    }

    private long files() throws IOException {
        try (var paths = Files.walk(store.resolveSibling("").normalize())) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void onlyTheItem() throws IOException {
        var removal = new ItemRemoval(catalog, Stores::writable);
        long before = files();
        removal.run(removal.plan(COLLECTION, "PRODUCT"));
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void withItsData() throws IOException {
        var removal = new ItemRemoval(catalog, Stores::writable);
        ItemRemoval.Plan plan = removal.planWithData(COLLECTION, "PRODUCT");
        assertThat(plan.objects()).hasSize((int) files() - 1);
        assertThat(catalog.item(COLLECTION, "PRODUCT"))
                .as("a plan removes nothing")
                .isPresent();
        removal.run(plan);
        assertThat(files()).isZero();
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isEmpty();
    }

    @Test
    @DisplayName("stopped in the middle, the item stays and the next run finishes")
    void isFinishedByTheNextRun() throws IOException {
        var left = new AtomicInteger(100);
        var failing = new ItemRemoval(catalog, location -> stopping(Stores.writable(location), left));
        ItemRemoval.Plan plan = failing.planWithData(COLLECTION, "PRODUCT");
        assertThatThrownBy(() -> failing.run(plan)).hasMessage("stopped");
        assertThat(files()).isPositive();
        assertThat(store.resolve("zarr.json")).doesNotExist();
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isPresent();
        withItsDataAgain();
        assertThat(files()).isZero();
    }

    private void withItsDataAgain() {
        var removal = new ItemRemoval(catalog, Stores::writable);
        removal.run(removal.planWithData(COLLECTION, "PRODUCT"));
        assertThat(catalog.item(COLLECTION, "PRODUCT")).isEmpty();
    }

    private static WritableStore stopping(WritableStore inner, AtomicInteger left) {
        return (WritableStore) Proxy.newProxyInstance(
                WritableStore.class.getClassLoader(),
                new Class<?>[] {WritableStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("deleteAll")) { // one by one, to be stopped between
                        ((Collection<?>) arguments[0]).forEach(key -> ((WritableStore) proxy).delete((String) key));
                        return null;
                    }
                    if (method.getName().equals("delete") && left.getAndDecrement() == 0) {
                        throw new IllegalStateException("stopped");
                    }
                    return method.invoke(inner, arguments);
                });
    }
}
