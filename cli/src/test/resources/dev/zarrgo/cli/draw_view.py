"""What a map shows of a store, computed by zarr-python and pyproj.

usage: draw_view.py STORE LOOK LEVEL LONGITUDE LATITUDE RESOLUTION WIDTH HEIGHT OUT

LOOK is `rgb:b04,b03,b02:LOW:HIGH` or `classes:scl`. Writes WIDTH x HEIGHT pixels of RGBA, row by row; each is the
pixel of the store in which the middle of the pixel of the map lies. The map is EPSG:3857, RESOLUTION metres a pixel.
"""
import sys

import numpy as np
import pyproj
import zarr

store, look, level, longitude, latitude, resolution, width, height, out = sys.argv[1:]
width, height, resolution = int(width), int(height), float(resolution)
GROUPS = {"rgb": "measurements/reflectance", "classes": "conditions/mask/l2a_classification"}
COLOURS = ["000000", "ff0000", "2f2f2f", "643200", "00a000", "ffe65a", "0000ff", "808080", "c0c0c0", "ffffff", "64c8ff", "ff96ff"]

kind, names, *ends = look.split(":")
group = zarr.open_group(store, mode="r")[GROUPS[kind]]
layout = {entry["asset"]: entry for entry in group.attrs["multiscales"]["layout"]}
a, _, c, _, e, f = layout[level]["spatial:transform"]

x0, y0 = pyproj.Transformer.from_crs(4326, 3857, always_xy=True).transform(float(longitude), float(latitude))
x = x0 + (np.arange(width) - width / 2 + 0.5) * resolution
y = y0 - (np.arange(height) - height / 2 + 0.5) * resolution
there = pyproj.Transformer.from_crs(3857, group.attrs["proj:code"], always_xy=True)
easting, northing = there.transform(*np.meshgrid(x, y))
column = np.floor((easting - c) / a).astype(int)
row = np.floor((northing - f) / e).astype(int)

image = np.zeros((height, width, 4), np.uint8)
arrays = [group[level][name] for name in names.split(",")]
rows, columns = arrays[0].shape
inside = (row >= 0) & (column >= 0) & (row < rows) & (column < columns)
stored = [array[:][np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)] for array in arrays]
seen = inside & np.all([values != 0 for values in stored], axis=0)
if kind == "rgb":
    low, high = map(float, ends)
    for band, (array, values) in enumerate(zip(arrays, stored)):
        value = values * array.attrs["scale_factor"] + array.attrs["add_offset"]
        image[..., band] = np.clip(np.round((value - low) / (high - low) * 255), 0, 255)
else:
    table = np.array([[int(colour[i : i + 2], 16) for i in (0, 2, 4)] for colour in COLOURS], np.uint8)
    image[..., :3] = table[stored[0]]
image[..., 3] = np.where(seen, 255, 0)
image.tofile(out)
print(int(seen.sum()))
