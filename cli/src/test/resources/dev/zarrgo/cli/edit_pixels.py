"""Changes one element of arrays with zarr-python: edit_pixels.py STORE ARRAY..."""
import sys
import warnings

import zarr

warnings.simplefilter("ignore")
root = zarr.open_group(sys.argv[1], mode="r+", use_consolidated=False)
for path in sys.argv[2:]:
    array = root[path]
    last = tuple(n // 2 for n in array.shape)
    array[last] = array[last] + 1
