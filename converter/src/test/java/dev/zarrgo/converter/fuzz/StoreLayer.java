package dev.zarrgo.converter.fuzz;

import dev.zarrgo.converter.convert.Encoding;
import dev.zarrgo.converter.geozarr.EditedStore;
import dev.zarrgo.converter.geozarr.StoreValidator;
import dev.zarrgo.converter.geozarr.ValidStores;
import dev.zarrgo.converter.geozarr.ValidStores.Form;
import dev.zarrgo.converter.sample.SampleRequest.Kind;
import dev.zarrgo.converter.zarr.HierarchyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// GeoZarr stores with a damaged object: the validator always has a verdict (section 15 of the output
/// specification).
final class StoreLayer implements Layer {

    private static final List<Form> FORMS = List.of(
            Form.PACKED,
            Form.PACKED.as(Encoding.CODEC),
            Form.PACKED.as(Encoding.FLOAT32).of(Kind.S2L1C).unsharded());

    @Override
    public Attempt attempt(Random random) {
        EditedStore store = ValidStores.of(FORMS.get(random.nextInt(FORMS.size())));
        List<String> keys = new ArrayList<>(store.objects().keySet());
        String key = keys.get(random.nextInt(keys.size()));
        byte[] object = object(store, key);
        byte[] other = object(store, keys.get(random.nextInt(keys.size())));
        byte[] damaged = key.endsWith("zarr.json")
                ? JsonDamage.of(Documents.parsed(object), random)
                : Damage.any(object, other, random);
        if (random.nextInt(16) == 0) {
            store.objects().remove(key);
        } else {
            store.objects().put(key, damaged);
        }
        return new StoreAttempt(store, key, damaged);
    }

    private static byte[] object(EditedStore store, String key) {
        return store.objects().getOrDefault(key, new byte[0]);
    }

    private static final class StoreAttempt implements Attempt {
        private final EditedStore store;
        private final String key;
        private final byte[] damaged;

        StoreAttempt(EditedStore store, String key, byte[] damaged) {
            this.store = store;
            this.key = key;
            this.damaged = damaged;
        }

        @Override
        public Map<String, byte[]> input() {
            return Map.of(key, damaged);
        }

        @Override
        public long maxBytes() {
            return 1L << 30;
        }

        @Override
        public boolean run() {
            Refusal.orContent(() -> HierarchyReader.survey(store));
            return StoreValidator.validate(store).isValid();
        }
    }
}
