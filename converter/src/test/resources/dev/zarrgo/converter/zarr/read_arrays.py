"""Reads every array of a store with zarr-python and compares: read_arrays.py STORE EXPECTED.

EXPECTED/PATH.raw holds the elements in C order, little-endian; of arrays with the codecs scale_offset and
cast_value the stored numbers, 0 where the logical value is NaN.
"""
import pathlib
import sys
import warnings

import numpy as np
import zarr

warnings.simplefilter("ignore")
store, expected = sys.argv[1], pathlib.Path(sys.argv[2])


def settings(array):
    """The logical codecs of an array by name, wherever they stand."""
    codecs = array.metadata.to_dict()["codecs"]
    if codecs[0]["name"] == "sharding_indexed":
        codecs = codecs[0]["configuration"]["codecs"]
    return {codec["name"]: codec.get("configuration", {}) for codec in codecs}


root = zarr.open_group(store, mode="r", use_consolidated=True)
alone = zarr.open_group(store, mode="r", use_consolidated=False)
members = dict(alone.members(max_depth=None))
count = 0
for path, array in root.members(max_depth=None):
    # A node's own document and its copy must say the same.
    if array.metadata.to_dict() != members[path].metadata.to_dict() and isinstance(array, zarr.Array):
        sys.exit(f"/{path}: the consolidated copy differs")
    if not isinstance(array, zarr.Array):
        continue
    values = np.asarray(array[...])
    content = (expected / (path + ".raw")).read_bytes()
    codecs = settings(array)
    if "cast_value" in codecs:
        stored = np.frombuffer(content, codecs["cast_value"]["data_type"]).reshape(values.shape)
        logical = stored / codecs["scale_offset"]["scale"] + codecs["scale_offset"]["offset"]
        logical = np.where(stored == 0, np.nan, logical)
        equal = np.allclose(values, logical, rtol=1e-6, atol=1e-6, equal_nan=True)
    else:
        logical = np.frombuffer(content, values.dtype.newbyteorder("<")).reshape(values.shape)
        equal = np.array_equal(values, logical, equal_nan=values.dtype.kind in "fc")
    if not equal:
        sys.exit(f"/{path}: other values\n{values}\n{logical}")
    count += 1
if len(members) != len(dict(root.members(max_depth=None))):
    sys.exit("the consolidated copy has other members")
print(count, "arrays")
