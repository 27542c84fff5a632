"""Judges stores that were made from one product: judge_stores.py PEERS PRODUCT STORE...

Prints a JSON object with the verdict on every store: whether check_geozarr.py --exact passes, and what zarr-python and
xarray make of it when every warning is an error.
"""
import contextlib
import io
import json
import sys
import warnings

sys.path.insert(0, sys.argv[1])
import check_geozarr
import numpy as np
import xarray
import zarr


def check(store, product):
    """What the independent check says: the rows that are not OK, and how many are."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        code = check_geozarr.main([store, "--source", product, "--exact", "--strict"])
    rows = text.getvalue().splitlines()
    bad = [row for row in rows if row.startswith(("FAIL", "WARN"))]
    return {"passed": code == 0, "rows": bad, "summary": rows[-1].split()}


def read(store):
    """Reads every array with zarr-python and every variable with xarray."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # zarr-python says so of its own form of text, which rule R4 asks for.
        warnings.filterwarnings("ignore", message=".*FixedLengthUTF32.*does not have a Zarr V3 specification.*")
        root = zarr.open_consolidated(store, mode="r")
        arrays = [node for _, node in root.members(max_depth=None) if isinstance(node, zarr.Array)]
        for array in arrays:
            np.asarray(array[...])
        with xarray.open_datatree(store, engine="zarr") as tree:
            variables = 0
            for group in tree.subtree:
                group.to_dataset(inherit=False).load()
                variables += len(group.to_dataset(inherit=False).variables)
            groups = len(list(tree.subtree))
    return {"arrays": len(arrays), "groups": groups, "variables": variables}


def judge(store, product):
    return {"check": check(store, product), "read": read(store)}


product, stores = sys.argv[2], sys.argv[3:]
print(json.dumps({store: judge(store, product) for store in stores}))
