#!/usr/bin/env python3
"""Derives homes.csv and postcodes.csv from the public files they are taken from.

    python3 derive.py CARE_HOMES.csv POSTCODES.csv.gz

CARE_HOMES.csv holds the care homes of the regulator's register, POSTCODES.csv.gz every unit
postcode with its position and district. Both results are written beside this script. A fact that
the register does not give stays empty.
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
COUNTY = "Kent"
POSTCODES_PER_DISTRICT = 30
# The words that a home's registered name may gain or lose when it is registered again.
NAME_PADDING = re.compile(r"\b(care|nursing|residential|rest|home|the|limited|ltd)\b")
# A provider whose name has a title, or none of these words, is taken to be one person or two.
TITLE = re.compile(r"\b(Mr|Mrs|Miss|Ms|Dr)\b")
ORGANISATION = re.compile(
    r"(?i)\b(limited|ltd|llp|plc|inc|uk|company|partnership|group|council|trust|association|society"
    r"|foundation|charity|charities|care|homes?|house|lodge|hall|grange|paddock|avenues?|support"
    r"|community|sisters|legion|institute|response|sense|turning|cheshire|arche)\b")
NOT_SHOWN = "Individual provider, name not shown"
COLUMNS = ("location_id name provider_id provider_name address town postcode lat lon district"
           " beds nursing specialisms overall rated_on complete").split()


def read(path):
    """The rows of a CSV file, zipped or not."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def districts_by_sector(postcodes):
    """The district of each postcode sector (`CT21 4`) that lies in one district alone."""
    districts = defaultdict(set)
    for row in postcodes:
        districts[row["postcode"][:-2]].add(row["district_name"])
    return {sector: names.pop() for sector, names in districts.items() if len(names) == 1}


def superseded(row, rows):
    """Whether an old row is a home that is registered again under another identifier."""
    def same(other):
        return (other["complete"] == "current-2026" and other["postcode"] == row["postcode"]
                and plain(other["name"]) == plain(row["name"]))
    return row["complete"] != "current-2026" and any(same(other) for other in rows)


def plain(name):
    """A name without its padding, to compare by."""
    return re.sub(r"[^a-z0-9]", "", NAME_PADDING.sub("", name.lower()))


def provider_name(name):
    """A provider's name, unless it is a person's."""
    if name and (TITLE.search(name) or not ORGANISATION.search(name)):
        return NOT_SHOWN
    return name


def home(row, district_of):
    """One row of homes.csv."""
    postcode = row["postcode"].strip()
    values = [
        row["location_id"], row["name"], row["provider_id"],
        provider_name(row["provider_name"]),
        row["address"], row["town"].removesuffix(", Kent"), postcode, row["lat"], row["lon"],
        row["district_name"] or district_of.get(postcode[:-2], ""), row["beds"],
        {"Y": "yes", "N": "no", "": ""}[row["nursing"]], row["specialisms"],
        row["rating_overall"], row["rating_date"],
        "yes" if row["complete"] == "current-2026" else "no",
    ]
    return dict(zip(COLUMNS, (" ".join(value.split()) for value in values), strict=True))


def sample(postcodes):
    """The same number of postcodes from each district of the county, spread evenly over it."""
    districts = defaultdict(list)
    for row in postcodes:
        if row["district_name"] != "Medway" and row["quality"] == "10":
            districts[row["district_name"]].append(row["postcode"])
    for district, units in sorted(districts.items()):
        units.sort()
        for index in range(POSTCODES_PER_DISTRICT):
            place = (2 * index + 1) * len(units) // (2 * POSTCODES_PER_DISTRICT)
            yield {"postcode": units[place], "district": district}


def write(name, columns, rows):
    """Writes one file beside this script."""
    with open(HERE / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    """Reads both files and writes both results."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    postcodes = read(sys.argv[2])
    district_of = districts_by_sector(postcodes)
    rows = [row for row in read(sys.argv[1]) if row["local_authority"] == COUNTY]
    homes = [home(row, district_of) for row in rows if not superseded(row, rows)]
    homes.sort(key=lambda row: (row["name"].casefold(), row["location_id"]))
    write("homes.csv", COLUMNS, homes)
    write("postcodes.csv", ["postcode", "district"], sample(postcodes))


if __name__ == "__main__":
    main()
