"""Copies a product so that every raster is one chunk: whole_chunks.py PRODUCT COPY.

Zarr v2 arrays become one blosc frame, Zarr v3 arrays one zstd frame. Everything else is a link to the original.
"""
import itertools
import json
import os
import pathlib
import sys

import numpy as np
from numcodecs import Blosc, Zstd, blosc

product, copy = map(pathlib.Path, sys.argv[1:])
product = product.resolve()
v2 = (product / ".zmetadata").exists()
root = json.loads((product / (".zmetadata" if v2 else "zarr.json")).read_text())
nodes = root["metadata"] if v2 else root["consolidated_metadata"]["metadata"]
blosc.set_nthreads(os.cpu_count())


def chunks(document):
    return document["chunks"] if v2 else document["chunk_grid"]["configuration"]["chunk_shape"]


def is_raster(document):
    return len(document.get("shape", [])) == 2 and np.prod(document["shape"]) > 1 << 12 and chunks(document) != document["shape"]


def read(folder, document):
    """All chunks of an array; missing ones are zero."""
    dtype = np.dtype(document["dtype"] if v2 else document["data_type"])
    out = np.full(document["shape"], np.nan if dtype.kind == "f" else 0, dtype)
    (height, width), shape = chunks(document), document["shape"]
    for i, j in itertools.product(range(-(-shape[0] // height)), range(-(-shape[1] // width))):
        file = folder / (f"{i}.{j}" if v2 else f"c/{i}/{j}")
        if not file.exists():
            continue
        data = file.read_bytes()
        block = np.frombuffer((Blosc() if v2 else Zstd()).decode(data), dtype).reshape(height, width)
        window = out[i * height:(i + 1) * height, j * width:(j + 1) * width]
        window[:] = block[:window.shape[0], :window.shape[1]]
    return out


def link(folder, target, done):
    """Links to whatever has not been written."""
    for child in folder.iterdir():
        if child in done:
            continue
        if any(path.is_relative_to(child) for path in done):
            (target / child.name).mkdir(exist_ok=True)
            link(child, target / child.name, done)
        else:
            (target / child.name).symlink_to(child)


done = {product / (".zmetadata" if v2 else "zarr.json")}
copy.mkdir()
for path, document in nodes.items():
    if is_raster(document):
        folder = product / (path.removesuffix("/.zarray") if v2 else path)
        target = copy / folder.relative_to(product)
        target.mkdir(parents=True)
        values = read(folder, document)
        if v2:
            document["chunks"] = document["shape"]
            (target / "0.0").write_bytes(Blosc("zstd", 1, Blosc.BITSHUFFLE).encode(values))
            (target / ".zarray").write_text(json.dumps(document))
            (target / ".zattrs").symlink_to(folder / ".zattrs")
        else:
            document["chunk_grid"]["configuration"]["chunk_shape"] = document["shape"]
            (target / "c/0").mkdir(parents=True)
            (target / "c/0/0").write_bytes(Zstd(1).encode(values))
            (target / "zarr.json").write_text(json.dumps(document))
        done.add(folder)
(copy / (".zmetadata" if v2 else "zarr.json")).write_text(json.dumps(root))
link(product, copy, done)
print(len(done) - 1, "rasters")
