"""Chunks as numcodecs writes them, described so that a reader can make the pixels again.

Both makers begin with this text: make_chunks.py for the fixtures, random_chunks.py for the live test.
"""
import gzip as gzip_module
import json
import os
import struct
import sys

import numcodecs
import numpy as np
from numcodecs import blosc

SHUFFLES = {"noshuffle": 0, "shuffle": 1, "bitshuffle": 2}


def mixed(i):
    """The output function of SplitMix64."""
    with np.errstate(over="ignore"):
        z = (i + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def values(pattern, count):
    """Unsigned 64-bit numbers; an array of a smaller type takes their low bytes."""
    i = np.arange(count, dtype=np.uint64)
    if pattern == "noise":
        return mixed(i)
    if pattern == "wave":
        return np.uint64(1000) + (mixed(i) & np.uint64(15)) + (i >> np.uint64(5))
    if pattern == "sparse":
        return np.where(i % np.uint64(97) == 0, np.uint64(5), np.uint64(0))
    if pattern == "constant":
        return np.full(count, 7, dtype=np.uint64)
    if pattern == "repeat":
        return mixed(i % np.uint64(9000))
    raise ValueError(pattern)


def raw(pattern, count, size, endian):
    numbers = values(pattern, count)
    if size == 16:  # two words
        numbers = np.stack([numbers, numbers], axis=1).reshape(-1)
        size = 8
    kind = {"little": "<", "big": ">"}[endian] + "u" + str(size)
    return numbers.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :size].copy().view("<u" + str(size)).astype(
        kind).tobytes()


def blosc_frame(content, cname, clevel, shuffle, blocksize, typesize, split=""):
    if split:
        os.environ["BLOSC_SPLITMODE"] = split
    try:
        return blosc.compress(content, cname.encode(), clevel, SHUFFLES[shuffle], blocksize, typesize=typesize)
    finally:
        os.environ.pop("BLOSC_SPLITMODE", None)


def packed(content, stage):
    """Applies one codec; `stage` is its name and its settings."""
    name, settings = stage[0], stage[1] if len(stage) > 1 else {}
    if name == "blosc":
        return blosc_frame(content, **settings)
    if name == "zstd":
        return numcodecs.Zstd(**settings).encode(content)
    if name == "gzip":
        return gzip_module.compress(content, mtime=0, **settings)
    if name == "zlib":
        return numcodecs.Zlib(**settings).encode(content)
    if name == "crc32c":
        return bytes(content) + struct.pack("<I", crc32c(content))
    raise ValueError(name)


def crc32c(content):
    import google_crc32c

    return google_crc32c.value(bytes(content))


class Collection:
    """Chunks one behind the other in one file, and what is in them in another."""

    def __init__(self):
        self.content = bytearray()
        self.entries = []

    def add(self, name, pattern, count, size, stages, endian="little"):
        chunk = raw(pattern, count, size, endian)
        for stage in stages:
            chunk = packed(chunk, stage)
        self.append(name, bytes(chunk), pattern, count, size, [stage[0] for stage in stages], endian)

    def append(self, name, chunk, pattern, count, size, codecs, endian="little"):
        self.entries.append({
            "name": name, "pattern": pattern, "elements": count, "typeBytes": size, "endian": endian,
            "codecs": codecs, "offset": len(self.content), "length": len(chunk)})
        self.content += chunk

    def write(self, folder):
        with open(os.path.join(folder, "chunks.bin"), "wb") as file:
            file.write(self.content)
        with open(os.path.join(folder, "chunks.json"), "w") as file:
            rows = ",\n".join(json.dumps(entry) for entry in self.entries)
            file.write("[\n" + rows + "\n]\n")
