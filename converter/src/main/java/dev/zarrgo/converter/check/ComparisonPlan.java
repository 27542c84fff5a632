package dev.zarrgo.converter.check;

import dev.zarrgo.converter.codec.Codec;
import dev.zarrgo.converter.codec.DataType;
import dev.zarrgo.converter.codec.PixelRows;
import dev.zarrgo.converter.geozarr.Severity;
import dev.zarrgo.converter.geozarr.Violation;
import dev.zarrgo.converter.product.Product.ProcessingLevel;
import dev.zarrgo.converter.product.S2Layout;
import dev.zarrgo.converter.product.S2Resolution;
import dev.zarrgo.converter.raster.Reduction;
import dev.zarrgo.converter.zarr.ArrayMetadata;
import dev.zarrgo.converter.zarr.FillValues;
import dev.zarrgo.converter.zarr.Hierarchy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Which array of a store is compared with what.
///
/// @param rasters arrays of the source that are compared row by row, with all that is made from them
/// @param tables arrays of the source that are compared as a whole
/// @param violations what the metadata alone show to be wrong
record ComparisonPlan(List<Native> rasters, List<Native> tables, List<Violation> violations) {

    ComparisonPlan {
        rasters = List.copyOf(rasters);
        tables = List.copyOf(tables);
        violations = List.copyOf(violations);
    }

    /// An array that the source has too, at the same path.
    record Native(String path, ArrayMetadata source, ArrayMetadata target, List<Derived> coarser) {

        Native {
            coarser = List.copyOf(coarser);
        }

        /// Decoded bytes that are read for it, in both stores.
        long bytes() {
            return source.bytes()
                    + target.bytes()
                    + coarser.stream().mapToLong(Derived::bytes).sum();
        }
    }

    /// An array that is computed from the array in front of it.
    ///
    /// @param factor pixels per block and axis
    record Derived(String path, ArrayMetadata target, int factor, BlockRule rule, List<Derived> coarser) {

        Derived {
            coarser = List.copyOf(coarser);
        }

        long bytes() {
            return target.bytes() + coarser.stream().mapToLong(Derived::bytes).sum();
        }
    }

    static ComparisonPlan of(Hierarchy source, Hierarchy target, ProcessingLevel level) {
        return new Planner(source, target, level).plan();
    }

    private static final class Planner {
        private final Hierarchy source;
        private final Hierarchy target;
        private final ProcessingLevel level;
        private final Map<String, List<String>> children = new HashMap<>();
        private final List<Violation> violations = new ArrayList<>();

        Planner(Hierarchy source, Hierarchy target, ProcessingLevel level) {
            this.source = source;
            this.target = target;
            this.level = level;
        }

        ComparisonPlan plan() {
            target.arrays().forEach((path, array) -> {
                if (source.array(path).isEmpty() && array.rank() == 2) {
                    addDerived(path);
                }
            });
            var rasters = new ArrayList<Native>();
            var tables = new ArrayList<Native>();
            source.arrays().forEach((path, array) -> {
                if (array.rank() > 0 && !S2Layout.isDropped(path)) {
                    natives(path, array).ifPresent(one -> (isRaster(one) ? rasters : tables).add(one));
                }
            });
            return new ComparisonPlan(rasters, tables, violations);
        }

        private static boolean isRaster(Native one) {
            return one.source().rank() == 2
                    && PixelRows.isSupported(one.source().type());
        }

        private void error(String rule, String path, String message) {
            violations.add(new Violation(rule, Severity.ERROR, "/" + path, message));
        }

        private Optional<Native> natives(String path, ArrayMetadata array) {
            Optional<ArrayMetadata> copy = target.array(path);
            if (copy.isEmpty()) {
                error("R43", path, "is in the source and not in the store");
                return Optional.empty();
            }
            if (!copy.get().shape().equals(array.shape())) {
                error(
                        "R44",
                        path,
                        "has shape %s, in the source %s".formatted(copy.get().shape(), array.shape()));
                return Optional.empty();
            }
            return Optional.of(new Native(path, array, copy.get(), derivedFrom(path)));
        }

        // --- levels

        private void addDerived(String path) {
            Optional<String> parent = parent(path);
            if (parent.isEmpty()) {
                error("R44", path, "is not in the source, and no rule makes it from another level");
            } else if (target.array(parent.get())
                    .filter(array -> array.rank() == 2)
                    .isEmpty()) {
                error("R44", path, "/%s, which it is made from, is missing".formatted(parent.get()));
            } else {
                children.computeIfAbsent(parent.get(), _ -> new ArrayList<>()).add(path);
            }
        }

        /// The array that this one has to be made from (rules R45, R47, R56 to R58).
        private Optional<String> parent(String path) {
            String group = Hierarchy.parent(path);
            String base = Hierarchy.parent(group);
            String name = Hierarchy.name(path);
            Optional<S2Resolution> resolution = S2Resolution.of(Hierarchy.name(group));
            if (resolution.isEmpty()) {
                return Optional.empty();
            }
            Optional<S2Resolution> parent = resolution.get().finer();
            if (base.equals(S2Layout.REFLECTANCE) && S2Resolution.NATIVE.contains(resolution.get())) {
                parent = S2Resolution.NATIVE.stream()
                        .filter(finer -> S2Layout.injected(level, finer, resolution.get())
                                .contains(name))
                        .findFirst();
            }
            return parent.map(finer -> "%s/%s/%s".formatted(base, finer.id(), name));
        }

        private List<Derived> derivedFrom(String parent) {
            var derived = new ArrayList<Derived>();
            for (String path : children.getOrDefault(parent, List.of())) {
                derived(path, parent).ifPresent(derived::add);
            }
            return derived;
        }

        private Optional<Derived> derived(String path, String parent) {
            ArrayMetadata array = target.array(path).orElseThrow();
            ArrayMetadata above = target.array(parent).orElseThrow();
            int factor = resolution(path).factorFrom(resolution(parent));
            List<Integer> expected =
                    List.of(above.shape().get(0) / factor, above.shape().get(1) / factor);
            if (!array.shape().equals(expected)) {
                error("R49", path, "has shape %s, blocks of /%s make %s".formatted(array.shape(), parent, expected));
                return Optional.empty();
            }
            if (!array.storedType().equals(above.storedType()) || !PixelRows.isSupported(array.storedType())) {
                error(
                        "R55",
                        path,
                        "is stored as %s, /%s as %s"
                                .formatted(
                                        array.storedType().zarrName(),
                                        parent,
                                        above.storedType().zarrName()));
                return Optional.empty();
            }
            Reduction reduction = S2Layout.reductionOf(path);
            var rule = new BlockRule(reduction, array.storedType(), nodata(array, reduction));
            return Optional.of(new Derived(path, array, factor, rule, derivedFrom(path)));
        }

        private static S2Resolution resolution(String path) {
            return S2Resolution.of(Hierarchy.name(Hierarchy.parent(path))).orElseThrow();
        }

        /// What the store says that no measurement is; whether it says so truly is compared elsewhere.
        private static OptionalLong nodata(ArrayMetadata array, Reduction reduction) {
            Optional<Long> nodata = array.innerCodecs().stream()
                    .filter(Codec.CastValue.class::isInstance)
                    .map(codec -> ((Codec.CastValue) codec).nodata())
                    .findFirst()
                    .orElseGet(() -> FillValues.exactInteger(array.attributes().path("_FillValue")));
            boolean masked = reduction == Reduction.MEAN && array.storedType().kind() != DataType.Kind.FLOAT;
            return masked && nodata.isPresent() ? OptionalLong.of(nodata.get()) : OptionalLong.empty();
        }
    }
}
