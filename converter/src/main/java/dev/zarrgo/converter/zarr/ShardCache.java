package dev.zarrgo.converter.zarr;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The open shards of an array; the least recently used one is closed when there are too many.
final class ShardCache implements AutoCloseable {

    private final int capacity;
    private final Map<List<Integer>, Optional<Shard>> shards = new LinkedHashMap<>(16, 0.75f, true);

    ShardCache(int capacity) {
        this.capacity = capacity;
    }

    Optional<Shard> get(List<Integer> index, Supplier<Optional<Shard>> open) {
        Optional<Shard> known = shards.get(index);
        if (known != null) {
            return known;
        }
        Optional<Shard> opened = open.get();
        shards.put(List.copyOf(index), opened);
        if (shards.size() > capacity) {
            Iterator<Optional<Shard>> eldest = shards.values().iterator();
            eldest.next().ifPresent(Shard::close);
            eldest.remove();
        }
        return opened;
    }

    @Override
    public void close() {
        shards.values().forEach(shard -> shard.ifPresent(Shard::close));
        shards.clear();
    }
}
