"""What the peers share: the job, its clock, and how results are told."""

import argparse
import json
import resource
import time
from pathlib import Path

FLOWS = ["care_fee", "contribution_to_home", "contribution_to_council", "top_up_to_home", "top_up_to_council"]
# Percentages are kept in thousand-millionths of one per cent, as the files may give nine places.
HUNDRED = 100 * 10**9


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True, help="a folder that oast-bench data wrote")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lines", type=Path, help="also write every line to this file")
    parser.add_argument("--parquet", action="store_true", help="read what --convert wrote, not the CSV files")
    parser.add_argument("--convert", action="store_true", help="only write the tables, as read, as Parquet")
    return parser.parse_args()


def day_number(text):
    import datetime

    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


class Job:
    """What is asked for, from the file that oast-bench wrote beside the data."""

    def __init__(self, data):
        job = json.loads((data / "job.json").read_text())
        self.first = day_number(job["span_from"])
        self.last = day_number(job["span_to"])
        self.length = job["period_days"]
        self.periods = job["periods"]
        self.after_death = job["after_death_days"]
        self.full_days = job["hospital_full_days"]
        self.retainer = int(job["hospital_retainer_percent"])


def timed(work):
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def checksum(rows, periods):
    """Rows of flow, period, count and pence, as oast-bench prints them."""
    cells = {FLOWS[flow]: [[0, 0] for _ in range(periods)] for flow, *_ in rows}
    for flow, period, count, pence in rows:
        if not 0 <= period < periods:
            raise ValueError(f"a line of period {period}")
        cells[FLOWS[flow]][period] = [int(count), int(pence)]
    return cells


def report(engine, version, threads, placements, read_seconds, seconds, cells):
    print(
        json.dumps(
            {
                "engine": engine,
                "version": version,
                "threads": threads,
                "placements": placements,
                "read_seconds": read_seconds,
                "seconds": seconds,
                "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "checksum": cells,
            }
        )
    )
