package dev.zarrgo.converter.geozarr;

/// The rules of the output specification that the metadata and a few chunks of a store can show to be
/// broken.
///
/// A V-rule is named where no R-rule says the same.
enum Rule {
    /// Zarr v3, named `.zarr`, JSON.
    R1,
    /// Chunk keys, regular chunks, names of dimensions.
    R2,
    /// No scalars but the grid mapping.
    R3,
    /// Text of fixed length.
    R4,
    /// No number in an attribute that JSON has no literal for.
    R5,
    /// Rasters of one size in a group, none in a group of levels.
    R6,
    /// No `_ARRAY_DIMENSIONS`.
    R7,
    /// Consolidated metadata: where, complete, true, in order.
    R8,
    /// Groups between groups are written out.
    R10,
    /// Which conventions a group declares.
    R11,
    /// The members of a layout entry.
    R12,
    /// The order of levels and their scales.
    R13,
    /// No tile matrix sets.
    R14,
    /// At least two levels.
    R15,
    /// A group of levels states its own properties.
    R16,
    /// Geometry refers to pixel edges.
    R17,
    /// Transforms.
    R18,
    /// Bounding box, shape, dimensions, registration.
    R19,
    /// Transform and shape give the bounding box; all levels start in one corner.
    R20,
    /// One reference system.
    R21,
    /// What a group of rasters carries.
    R22,
    /// Coordinates.
    R23,
    /// The grid mapping.
    R24,
    /// One of the three encodings, completely.
    R26,
    /// CF attributes or codecs, not both.
    R27,
    /// The chain of the codec encoding.
    R28,
    /// Nodata fits its type and is the fill value.
    R30,
    /// No trivial packing, no doubles.
    R31,
    /// Class maps and flags are integers without nodata.
    R32,
    /// NaN as fill value.
    R33,
    /// No digital counts where the quantity is reflectance.
    R34,
    /// Sizes of chunks.
    R36,
    /// Sizes of shards.
    R37,
    /// The form of shards.
    R38,
    /// The codecs of chunks.
    R39,
    /// Chunks of nothing but fill value are left out.
    R40,
    /// The most that a chunk holds.
    R41,
    /// No quicklooks.
    R43,
    /// Every level offers the bands.
    R45,
    /// What computed bands say of themselves.
    R46,
    /// The chain of Sentinel-2 levels.
    R47,
    /// Groups that a Sentinel-2 pyramid needs.
    R48,
    /// How levels of scene classes are made.
    R52,
    /// No name for the way levels of flags are made.
    R53,
    /// One type and encoding for all levels.
    R55,
    /// The pyramid of scene classes and the names of these.
    R56,
    /// The pyramid of probabilities.
    R57,
    /// The pyramid of L1C classes.
    R58,
    /// Levels are declared where they are.
    R59,
    /// What the root says.
    R60,
    /// Where the store came from.
    R61,
    /// A true `stac_discovery`.
    R62,
    /// Attributes that are always removed.
    R64,
    /// Attributes that are removed from packed arrays; meanings of flags are one text.
    R65,
    /// Legacy `proj:` attributes are true.
    R66,
    /// The CF name of reflectance.
    R67,
    /// No digital counts on floats.
    R68,
    /// There is a root document, and no store within the store.
    V1,
    /// Conventions are declared by exactly these objects.
    V3,
    /// Assets exist, and coarser levels have what finer ones have.
    V6,
    /// Shards have a readable index, chunks a size for maps.
    V9,
    /// Data decode, and there are some.
    V10
}
