"""Reads every array of a store with zarr-python and compares: read_arrays.py STORE EXPECTED.

EXPECTED/PATH.raw holds the elements in C order, little-endian.
"""
import pathlib
import sys
import warnings

import numpy as np
import zarr

warnings.simplefilter("ignore")
store, expected = sys.argv[1], pathlib.Path(sys.argv[2])
root = zarr.open_group(store, mode="r", use_consolidated=True)
count = 0
for path, array in root.members(max_depth=None):
    if not isinstance(array, zarr.Array):
        continue
    # The node's own document and the consolidated copy must describe the same array.
    alone = zarr.open_array(store, path=path, mode="r")
    if alone.metadata.to_dict() != array.metadata.to_dict():
        sys.exit(f"/{path}: the consolidated copy differs")
    values = np.asarray(array[...])
    raw = np.frombuffer((expected / (path + ".raw")).read_bytes(), values.dtype.newbyteorder("<"))
    raw = raw.reshape(values.shape)
    if not np.array_equal(values, raw, equal_nan=values.dtype.kind in "fc"):
        sys.exit(f"/{path}: other values\n{values}\n{raw}")
    count += 1
print(count, "arrays")
