#!/usr/bin/env python3
"""Draws a forecast with Oast and with NumPy, in turn, and writes the part of docs/benchmarks.md on it.

    benches/forecast.py [--bench PROGRAM] [--rounds 3]

Both draw five scenarios on the same county, 48 months, the same plans. Their means have to agree but for luck.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from measuring import BENCH, KENT, PEERS, VENV, measured, mebibytes, ratios, say, spread

DRAWS = 1_000
PROCESSORS = 2
# Means of two runs with luck of their own: 48 months of a whole county differ by far less.
AGREE_WITHIN = 0.003


def oast(bench, county, *more):
    return measured(bench, "forecast", "--county", county, *more)


def peer(plans, *more):
    drawn = [VENV / "bin" / "python", "-B", PEERS / "numpy_forecast.py", "--plans", plans]
    return measured(*drawn, "--draws", DRAWS, "--processors", PROCESSORS, *more)


def rounds(bench, county, plans, count):
    found = {"oast": [], "numpy": []}
    for number in range(count):
        say(f"forecast, round {number + 1} of {count}")
        found["oast"].append(oast(bench, county, "--draws", DRAWS, "--processors", PROCESSORS, "--plans", plans))
        found["numpy"].append(peer(plans))
    for ours, theirs in zip(found["oast"], found["numpy"], strict=True):
        for mine, other in zip(ours["checksum"], theirs["checksum"], strict=True):
            if abs(mine - other) > AGREE_WITHIN * mine:
                raise SystemExit(f"benches/forecast.py: the means differ: {mine} and {other} pence")
    return found


def text(found, alone, scaled, many):
    seconds = {name: [run["seconds"] for run in runs] for name, runs in found.items()}
    faster = ratios(seconds["numpy"], seconds["oast"])
    peaks = {name: max(run["peak_bytes"] for run in runs) for name, runs in found.items()}
    first, version = found["oast"][0], found["numpy"][0]["version"]
    redraw = statistics.median(run["one_scenario_200_draws_seconds"] for run in found["oast"])
    lines = [
        f"{first['placements']:,} placements, 48 months, {DRAWS:,} draws of five scenarios with the same luck, {PROCESSORS}",
        "processors on both sides, every quantile taken. NumPy moves every place of 32 draws to its next event at once. Four",
        "of the five have the same people, whose lives Oast draws once. The means agree but for luck.",
        "",
        "| engine | seconds | Oast is so many times faster | peak memory |",
        "| --- | ---: | ---: | ---: |",
        f"| Oast | {spread(seconds['oast'])} | | {mebibytes(peaks['oast'])} |",
        f"| NumPy {version} | {spread(seconds['numpy'])} | {spread(faster, 1)} | {mebibytes(peaks['numpy'])} |",
        "",
        f"One scenario alone: NumPy takes {alone['numpy'] / alone['oast']:.1f} times as long. At 200 draws, as a page draws"
        f" it, Oast takes {redraw:.2f} s. Oast alone, the five scenarios:",
        "",
        "| placements | draws | seconds | peak memory |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for run in [first, *scaled, many]:
        peak = mebibytes(run["peak_bytes"])
        lines.append(f"| {run['placements']:,} | {run['draws']:,} | {run['seconds']:.2f} | {peak} |")
    return lines


def measure(bench, folder, count):
    """The lines on forecasts, from so many rounds."""
    measured(bench, "county", "--placements", KENT, "--out", folder)
    plans = folder / "plans.json"
    found = rounds(bench, folder, plans, count)
    alone = {"oast": oast(bench, folder, "--draws", DRAWS, "--only", 1, "--processors", PROCESSORS)["seconds"]}
    alone["numpy"] = peer(plans, "--only", 1)["seconds"]
    scaled = [oast(bench, folder, "--times", times, "--draws", 250) for times in (1, 4, 16)]
    many = oast(bench, folder, "--draws", 8 * DRAWS)
    return text(found, alone, scaled, many)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", default=BENCH)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(measure(asked.bench, Path(folder), asked.rounds)))


if __name__ == "__main__":
    main()
