package dev.zarrgo.converter.store;

import dev.zarrgo.converter.failure.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Objects of a plain web server, which cannot be listed (rule I5).
final class HttpStore implements Store {

    private final Location location;
    private final RemoteObjects objects;

    /// @throws InvalidRequestException if the location makes no URL, or one that may not be read
    HttpStore(Location location, StoreSettings settings) {
        this.location = location;
        var dialect = new HttpDialect(location);
        settings.guard().ifPresent(guard -> guard.check(dialect.root()));
        this.objects = new RemoteObjects(new RemoteClient(dialect, settings), settings.limits());
    }

    @Override
    public Location location() {
        return location;
    }

    @Override
    public Optional<ObjectReader> open(String key) {
        return objects.open(Urls.checkedKey(key));
    }

    @Override
    public Optional<List<String>> list(String prefix) {
        return Optional.empty();
    }

    @Override
    public OptionalLong size(String key) {
        return objects.size(Urls.checkedKey(key));
    }

    @Override
    public void expect(List<String> keys, Runnable arrived) {
        objects.expect(keys, arrived);
    }

    @Override
    public boolean isAtHand(String key) {
        return objects.isAtHand(key);
    }

    @Override
    public Footprint footprint() {
        return objects.footprint();
    }

    @Override
    public void close() {
        objects.close();
    }
}
