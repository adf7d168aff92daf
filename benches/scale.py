#!/usr/bin/env python3
"""Times every kind of page of a county of England's size: the first time that it is asked for, and after that.

The figures are printed as the rows of a table. Making the county takes some minutes; it is kept in its folder.
"""

import argparse
import http.client
import re
import sys
import time
import urllib.parse
from pathlib import Path

import serving
import web

PLACEMENTS = 400_000
TIMES = 5

PAGES = [
    ("Work", "/"),
    ("Placements", "/placements"),
    ("Placements, a filter", "/placements?category=residential&band=above"),
    ("Placements, past ones too, page 100", "/placements?state=all&placements-page=100"),
    ("Placements by person", "/placements?placements-sort=person"),
    ("Placements by rate", "/placements?placements-sort=-rate"),
    ("A placement", "/placements/{placement}"),
    ("Why a rate", "/placements/{placement}/rate/{day}"),
    ("Record a death", "/placements/{placement}/record/death"),
    ("Record a move", "/placements/{placement}/record/move"),
    ("Care homes", "/homes"),
    ("Care homes, two filters", "/homes?category=nursing&vacancy=yes"),
    ("A home", "/homes/{home}"),
    ("Map", "/map"),
    ("Providers", "/providers"),
    ("Notices", "/notices"),
    ("Self-funders", "/self-funders"),
    ("Search, two letters", "/find?q=cr&as=json"),
    ("Search, two words", "/find?q={words}&as=json"),
    ("Search, a reference", "/find?q={person}&as=json"),
    ("Pay runs", "/pay-runs"),
    ("A pay run", "/pay-runs/PR-0002"),
    ("Its lines", "/pay-runs/PR-0002/lines"),
    ("A remittance", "/pay-runs/PR-0002/homes/{home}"),
    ("Spending", "/spend"),
    ("Uplifts", "/uplifts"),
    ("A new uplift", "/uplifts/new"),
    ("Terms", "/terms"),
    ("Placements, a past day", "/placements?known=2026-06-10"),
    ("A home, a past day", "/homes/{home}?known=2026-06-10"),
]


class Asking:
    def __init__(self, port):
        self.cookie = serving.sign_in(port, "user001")
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def ask(self, path, form=None):
        """The milliseconds, the status, the size and the text of an answer."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": "identity" if form is not None else "br"}
        body = None if form is None else urllib.parse.urlencode(form)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return (time.perf_counter() - begun) * 1_000, answer, text

    def timed(self, path):
        rounds = [self.ask(path) for _ in range(TIMES)]
        if rounds[0][1].status not in (200, 303):
            raise SystemExit(f"{path} was answered {rounds[0][1].status}")
        warm = sorted(took for took, _, _ in rounds[1:])
        return rounds[0][0], warm[len(warm) // 2], len(rounds[0][2])


def memory(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    kilobytes = {name: int(re.search(rf"{name}:\s+(\d+)", status).group(1)) for name in ("VmRSS", "VmHWM")}
    return f"{kilobytes['VmRSS'] / 2**20:.1f} GiB, at most {kilobytes['VmHWM'] / 2**20:.1f} GiB"


def record_effect(asking, placement):
    """Records a stay in hospital, and how long the page after it takes."""
    address = f"/placements/{placement}/record/hospital"
    year, month, day = serving.today().split("-")
    form = {"from-day": day, "from-month": month, "from-year": year, "step": "confirm", "form_key": str(time.time_ns())}
    took, answer, _ = asking.ask(address, form)
    if answer.status != 303:
        return None
    after, _, _ = asking.ask(answer.getheader("Location"))
    lists, _, _ = asking.ask("/placements")
    return took, after, lists


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help="oast, built for release")
    parser.add_argument("--county", type=Path, required=True, help="the folder of the county; made when it is not there")
    parser.add_argument("--placements", type=int, default=PLACEMENTS)
    wanted = parser.parse_args()
    database = web.make(wanted.program, wanted.county, wanted.placements)
    values = serving.county(wanted.program, database, serving.today(), wanted.county)
    filling = {
        "placement": values["placement"][5_000 % len(values["placement"])],
        "home": values["home"][-1],
        "day": serving.today(),
        "words": "wren+cree",
        "person": "P0000100",
    }
    port = serving.free_port()
    command = [wanted.program, "--database", database, "serve", "--listen", f"127.0.0.1:{port}"]
    with serving.serving(command, port) as (process, seconds):
        print(f"Ready after {seconds:.1f} seconds; memory {memory(process)}.\n")
        print("| page | first, ms | then, ms | kB |\n| --- | ---: | ---: | ---: |")
        asking = Asking(port)
        for name, address in PAGES:
            first, then, size = asking.timed(address.format_map(filling))
            print(f"| {name} | {first:,.0f} | {then:,.1f} | {size / 1_000:,.1f} |", flush=True)
        recorded = record_effect(asking, filling["placement"])
        if recorded:
            print("\nA stay in hospital: recorded in {:,.0f} ms, the page after it {:,.0f} ms, a list after that {:,.0f} ms."
                  .format(*recorded))
        else:
            print("benches/scale.py: the stay in hospital could not be recorded", file=sys.stderr)
        print(f"Memory at the end: {memory(process)}.")


if __name__ == "__main__":
    main()
