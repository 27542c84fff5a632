"""Writes arrays of every type and form with zarr-python: write_arrays.py FOLDER [zip].

FOLDER/v2.zarr and FOLDER/v3.zarr, consolidated, or the same as archives: the fixtures
v2.zarr.zip and v3.zarr.zip beside this script. Needs zarr 3.4 and numcodecs 0.17.

What is in them is a formula, see `numbers`: the Java side of it is PythonArraysTest.
"""
import pathlib
import sys
import warnings

import numcodecs
import numpy as np
import zarr
from zarr import codecs

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])

TYPES = ["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f4", "<f8", "<c8", "<c16", "<U7", "<U3",
         "|S3", ">i2", ">u2", ">u4", ">i8", ">f4", ">f8", ">c16", ">U3"]


def numbers(shape, dtype, missing=False):
    """Element i in C order: i * 7 + i * i % 13, in the way of its type."""
    i = np.arange(int(np.prod(shape)), dtype=np.int64)
    n = i * 7 + i * i % 13
    kind = np.dtype(dtype).kind
    if kind == "b":
        values = n % 2 == 1
    elif kind in "iu":
        values = n.astype(dtype)
    elif kind == "f":
        values = n / 4
    elif kind == "c":
        values = n / 4 + 1j * (n + 1)
    else:
        letters = np.dtype(dtype).itemsize // (4 if kind == "U" else 1)
        values = np.array(["abcdefghij"[k % 10] * int(k % (letters + 1)) for k in n])
    values = values.astype(dtype).reshape(shape)
    if missing:
        values[8:16] = 7
    return values


def add(group, name, shape, chunks, dtype="<u2", missing=False, **options):
    array = group.create_array(name, shape=shape, chunks=chunks, dtype=np.dtype(dtype), fill_value=options.pop(
        "fill_value", 7 if missing else None), config={"write_empty_chunks": not missing}, **options)
    array[...] = numbers(shape, dtype, missing)


def both(group):
    for dtype in TYPES:
        add(group, "type_" + dtype.replace("|", "").replace("<", "le_").replace(">", "be_"), (23,), (7,), dtype)
    for rank, (shape, chunks) in enumerate([((), ()), ((30,), (30,)), ((21, 27), (21, 27)), ((5, 7, 9), (2, 3, 4)),
                                            ((3, 2, 4, 5), (1, 2, 3, 3)), ((2, 3, 2, 3, 4), (1, 1, 2, 3, 4))]):
        add(group, f"rank_{rank}", shape, chunks)
    add(group, "chunk_larger_than_array", (5, 6), (8, 64))
    add(group, "missing", (21, 27), (8, 16), missing=True)
    sub = group.create_group("deep/er", attributes={"title": "sub"})
    add(sub, "named", (21, 27), (16, 16), attributes={"a": [1, 2.5, "x"]})


def version_2(path):
    root = zarr.create_group(path, zarr_format=2, attributes={"title": "root"})
    both(root)
    for cname in ["zstd", "lz4", "lz4hc", "zlib", "blosclz"]:
        for shuffle in [0, 1, 2]:
            add(root, f"blosc_{cname}_{shuffle}", (21, 27), (16, 16),
                compressors=numcodecs.Blosc(cname, 5, shuffle))
    for name, compressor in {"zstd": numcodecs.Zstd(3), "gzip": numcodecs.GZip(5), "zlib": numcodecs.Zlib(5),
                             "none": None}.items():
        add(root, "compressor_" + name, (21, 27), (16, 16), compressors=compressor)
    add(root, "separator_slash", (21, 27), (16, 16), chunk_key_encoding={"name": "v2", "separator": "/"})


def version_3(path):
    root = zarr.create_group(path, zarr_format=3, attributes={"title": "root"})
    both(root)
    for cname in ["zstd", "lz4", "lz4hc", "zlib", "blosclz"]:
        for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
            add(root, f"blosc_{cname}_{shuffle}", (21, 27), (16, 16),
                compressors=codecs.BloscCodec(cname=cname, clevel=5, shuffle=shuffle))
    chains = {"zstd": [codecs.ZstdCodec(level=3)], "zstd_checksum": [codecs.ZstdCodec(level=3, checksum=True)],
              "gzip": [codecs.GzipCodec(level=5)], "none": [], "crc32c": [codecs.Crc32cCodec()],
              "zstd_crc32c": [codecs.ZstdCodec(level=3), codecs.Crc32cCodec()],
              "gzip_blosc": [codecs.GzipCodec(level=5), codecs.BloscCodec(cname="lz4", typesize=1)],
              "blosc_crc32c": [codecs.BloscCodec(cname="zstd", shuffle="bitshuffle"), codecs.Crc32cCodec()]}
    for name, chain in chains.items():
        add(root, "chain_" + name, (21, 27), (16, 16), compressors=chain)
        add(root, "sharded_" + name, (21, 27), (8, 16), shards=(16, 32), compressors=chain)
        add(root, "sharded_1d_" + name, (100,), (8,), shards=(64,), compressors=chain)
    add(root, "transposed_identity", (21, 27), (16, 16), filters=[codecs.TransposeCodec(order=(0, 1))])
    for location in ["start", "end"]:
        for checked in [False, True]:
            root_codecs = [codecs.ShardingCodec(
                chunk_shape=(8, 16), codecs=[codecs.BytesCodec(), codecs.ZstdCodec()], index_location=location,
                index_codecs=[codecs.BytesCodec()] + ([codecs.Crc32cCodec()] if checked else []))]
            array = zarr.create(store=root.store, path=f"missing_in_shards_{location}_{checked}", shape=(21, 27),
                                chunks=(16, 32), dtype="<u2", fill_value=7, zarr_format=3, codecs=root_codecs,
                                config={"write_empty_chunks": False})
            array[...] = numbers((21, 27), "<u2", True)
    add(root, "dimension_names", (21, 27), (16, 16), dimension_names=("y", "x"))
    for name in ["default", "v2"]:
        for separator in [".", "/"]:
            add(root, f"keys_{name}_{'dot' if separator == '.' else 'slash'}", (21, 27), (16, 16),
                chunk_key_encoding={"name": name, "separator": separator})


for name, write in {"v2.zarr": version_2, "v3.zarr": version_3}.items():
    write(folder / name)
    zarr.consolidate_metadata(str(folder / name))
    if "zip" in sys.argv:
        import zipfile

        with zipfile.ZipFile(folder / (name + ".zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in sorted((folder / name).rglob("*")):
                if file.is_file():
                    entry = zipfile.ZipInfo(str(file.relative_to(folder)), (2026, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, file.read_bytes())
