#!/usr/bin/env python3
r"""Derives boundaries.csv from outlines of districts that have been simplified.

    mapshaper DISTRICTS.geojson snap -simplify dp interval=100 keep-shapes -clean \
        -filter-fields name -o precision=0.0001 SIMPLE.geojson
    python3 boundaries.py SIMPLE.geojson

DISTRICTS.geojson holds the outlines of the districts. mapshaper moves a border that two districts
share once, so that they still meet. The result is written beside this script: a row for each ring
of each district, as positions `longitude latitude` in degrees, apart by semicolons.
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Shown for where it lies, and has a council of its own.
OUTSIDE = {"Medway"}
# A ring with fewer positions, the first of them twice, is a speck that no map shows.
POSITIONS_MIN = 5


def rings(geometry):
    """Every ring of one district: outlines and holes alike."""
    one = geometry["type"] == "Polygon"
    polygons = [geometry["coordinates"]] if one else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon if len(ring) >= POSITIONS_MIN]


def main():
    """Reads the simplified outlines and writes the table."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    features = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda feature: feature["properties"]["name"])
    with open(HERE / "boundaries.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["district", "within", "outline"])
        for feature in features:
            name = feature["properties"]["name"]
            for ring in sorted(rings(feature["geometry"]), key=len, reverse=True):
                outline = ";".join(f"{lon:.4f} {lat:.4f}" for lon, lat in ring)
                writer.writerow([name, "no" if name in OUTSIDE else "yes", outline])


if __name__ == "__main__":
    main()
