"""Positions and boxes of UTM zones in degrees, by PROJ: utm_table.py SEED POINTS BOXES > utm_table.csv.

point,EPSG,easting,northing,longitude,latitude
box,EPSG,xmin,ymin,xmax,ymax,west,south,east,north      west > east across the antimeridian

The recorded table is that of `utm_table.py 1 300 40`, with pyproj 3.8 and PROJ 9.8.
"""
import random
import sys

from pyproj import Transformer

random.seed(int(sys.argv[1]))


def inverse(epsg):
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def zone():
    return random.choice([32600, 32700]) + random.choice([1, 60, *range(1, 61)])


for _ in range(int(sys.argv[2])):
    epsg = zone()
    south = epsg > 32700
    easting = random.uniform(100000, 900000)
    northing = random.uniform(1100000 if south else 0, 10000000 if south else 9300000)
    longitude, latitude = inverse(epsg).transform(easting, northing)
    print(f"point,{epsg},{easting!r},{northing!r},{longitude:.13f},{latitude:.13f}")

for _ in range(int(sys.argv[3])):
    epsg = zone()
    south = epsg > 32700
    xmin = random.randrange(200000, 800000, 10)
    ymin = random.randrange(1200000 if south else 0, 9800000 if south else 9000000, 10)
    size = random.choice([600, 109800])
    xmax, ymax = xmin + size, ymin + size
    points = []
    for i in range(21):
        x, y = xmin + size * i / 20, ymin + size * i / 20
        points += [(x, ymin), (x, ymax), (xmin, y), (xmax, y)]
    degrees = [inverse(epsg).transform(*point) for point in points]
    centre = inverse(epsg).transform((xmin + xmax) / 2, (ymin + ymax) / 2)[0]
    # Around the centre of the box, so that nothing jumps at the antimeridian.
    longitudes = [centre + (longitude - centre + 180) % 360 - 180 for longitude, _ in degrees]
    latitudes = [latitude for _, latitude in degrees]
    west, east = min(longitudes), max(longitudes)
    west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
    print(f"box,{epsg},{xmin},{ymin},{xmax},{ymax},{west:.13f},{min(latitudes):.13f},{east:.13f},{max(latitudes):.13f}")
