package dev.zarrgo.converter.geozarr;

import dev.zarrgo.converter.store.Location;
import dev.zarrgo.converter.store.Store;
import dev.zarrgo.converter.zarr.GroupMetadata;
import dev.zarrgo.converter.zarr.Hierarchy;
import dev.zarrgo.converter.zarr.Node;

/// Checks a GeoZarr store against the rules that its metadata, its coordinates and a few chunks can show to
/// be broken.
///
/// Reads any Zarr v3 hierarchy, whoever wrote it, and reports what is wrong instead of failing at it. An
/// error is what makes readers fail or believe something untrue; a warning is what they can live with.
/// Knows nothing of the converter that it judges but the facts that both take from the specification.
///
/// Source: sections 1 to 10 and 15 of the output specification.
public final class StoreValidator {

    private final StoreTree tree;
    private final Findings found;
    private final Location location;

    private StoreValidator(StoreTree tree, Findings found, Location location) {
        this.tree = tree;
        this.found = found;
        this.location = location;
    }

    /// @return all violations, in path order
    public static ValidationReport validate(Store store) {
        return ofMetadata(store, store.location()).withData(store);
    }

    /// Checks metadata alone, which may be there before the data are.
    ///
    /// @param store holds every `zarr.json`
    /// @param location where the store is going to be, whose name counts
    public static StoreValidator ofMetadata(Store store, Location location) {
        var found = new Findings();
        StoreTree tree = StoreTreeReader.read(store, location, found);
        DocumentRules.check(tree, found);
        ConsolidationRules.check(tree, found);
        ConventionRules.check(tree, found);
        CrsRules.check(tree, found);
        if (!tree.root().document().isEmpty()) {
            RootRules.check(tree, found);
            DiscoveryRules.check(tree, found);
        }
        GridRules.check(tree, found);
        GridMappingRules.check(tree, found);
        MultiscaleRules.check(tree, found);
        VariableRules.check(tree, found);
        ArrayRules.check(tree, found);
        PackingRules.check(tree, found);
        ChunkRules.check(tree, found);
        AttributeRules.check(tree, found);
        SentinelTwoRules.check(tree, found);
        return new StoreValidator(tree, found, location);
    }

    /// What the metadata alone have shown.
    public ValidationReport report() {
        return new ValidationReport(location, Rule.values().length, found.violations());
    }

    /// Checks coordinates, shards and a few chunks as well; once.
    ///
    /// @param store holds the data
    /// @return all violations, in path order
    public ValidationReport withData(Store store) {
        AxisRules.check(tree, store, found);
        DataRules.check(tree, store, found);
        return report();
    }

    /// Whether a store without a root document has any other.
    public static boolean holdsNodes(Store store) {
        return StoreTreeReader.read(store, store.location(), new Findings())
                        .nodes()
                        .size()
                > 1;
    }

    /// Whether a violation says that an array has no data, which may be the source's doing (rule V10).
    public static boolean isAboutEmptyArray(Violation violation) {
        return violation.rule().equals(Rule.V10.name()) && violation.severity() == Severity.WARNING;
    }

    /// Whether anything in a hierarchy says that it is meant to be GeoZarr.
    public static boolean isGeoZarr(Hierarchy hierarchy) {
        return hierarchy.nodes().values().stream().anyMatch(StoreValidator::isGeoZarr);
    }

    private static boolean isGeoZarr(Node node) {
        return node instanceof GroupMetadata group
                && (group.attributes().has("zarr_conventions")
                        || group.attributes().has("multiscales")
                        || group.attributes().has("spatial:bbox"));
    }
}
