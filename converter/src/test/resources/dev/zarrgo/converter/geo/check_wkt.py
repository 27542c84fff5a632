"""Compares texts of reference systems with those of PROJ: check_wkt.py FILE, lines of EPSG, a tab, WKT."""
import sys

from pyproj import CRS

count = 0
for line in open(sys.argv[1], encoding="utf-8"):
    epsg, wkt = line.rstrip("\n").split("\t")
    ours, theirs = CRS.from_wkt(wkt), CRS.from_epsg(int(epsg))
    if wkt.startswith(("PROJCS", "GEOGCS")):
        # WKT1 of GDAL cannot say everything, so that its meaning is compared.
        same = ours.equals(theirs, ignore_axis_order=True) and ours.to_epsg() == int(epsg)
    else:
        same = ours == theirs and ours.to_epsg(100) == int(epsg)
    if not same:
        sys.exit(f"EPSG:{epsg} is not\n{ours.to_wkt(pretty=True)}\nbut\n{theirs.to_wkt(pretty=True)}")
    count += 1
print(count, "texts")
