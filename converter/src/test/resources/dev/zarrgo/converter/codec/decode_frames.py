"""Decodes N.blosc and compares with N.raw: decode_frames.py FOLDER."""
import pathlib
import sys

import numcodecs

frames = sorted(pathlib.Path(sys.argv[1]).glob("*.blosc"))
for frame in frames:
    decoded = numcodecs.Blosc().decode(frame.read_bytes())
    if bytes(decoded) != frame.with_suffix(".raw").read_bytes():
        sys.exit(f"{frame.name} decodes to something else")
print(len(frames), "frames")
