"""Makes a product of full size with whole-array chunks, quickly: full_size.py SAMPLE PRODUCT FACTOR.

SAMPLE is of Zarr v3. Its 10 m bands are repeated FACTOR times in both directions, one zstd frame each; all other rasters
have the size that goes with it, and no chunks, which means fill value.
"""
import json
import pathlib
import re
import sys

import numpy as np
from numcodecs import Zstd

sample, product, factor = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), int(sys.argv[3])
root = json.loads((sample / "zarr.json").read_text())


def read(path, document):
    dtype, shape = np.dtype(document["data_type"]), document["shape"]
    chunk = document["chunk_grid"]["configuration"]["chunk_shape"]
    out = np.zeros(shape, dtype)
    for file in (sample / path / "c").rglob("*"):
        if file.is_file():
            index = [int(part) for part in file.relative_to(sample / path / "c").parts]
            window = out[tuple(slice(i * c, (i + 1) * c) for i, c in zip(index, chunk))]
            block = np.frombuffer(Zstd().decode(file.read_bytes()), dtype).reshape(chunk)
            window[...] = block[tuple(slice(0, n) for n in window.shape)]
    return out


def enlarged(path, values):
    if values.ndim == 2:
        return np.tile(values, (factor, factor))
    return values[0] + (values[1] - values[0]) * np.arange(len(values) * factor, dtype=values.dtype)


for path, document in root["consolidated_metadata"]["metadata"].items():
    target = product / path
    if document["node_type"] == "array" and re.search(r"/r\d0m/", path):
        values = None
        if len(document["shape"]) == 1 or "/reflectance/r10m/" in path:
            values = np.ascontiguousarray(enlarged(path, read(path, document)))
            chunk = target.joinpath("c", *["0"] * values.ndim)
            chunk.parent.mkdir(parents=True)
            chunk.write_bytes(Zstd(1).encode(values))
        document["shape"] = [factor * n for n in document["shape"]]
        document["chunk_grid"]["configuration"]["chunk_shape"] = document["shape"]
    elif document["node_type"] == "array":
        target.mkdir(parents=True)
        (target / "c").symlink_to(sample / path / "c")
product.mkdir(exist_ok=True)
(product / "zarr.json").write_text(json.dumps(root))
