#!/usr/bin/env python3
"""Draws a forecast with Oast and with NumPy, in turn, and prints the part of docs/benchmarks.md on it.

    benches/forecast.py [--bench PROGRAM] [--rounds 3]

Both draw five scenarios on the same county, 48 months, the same plans. Their means have to agree but for luck.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path

from run import BENCH, KENT, PEERS, VENV, measured, mebibytes, say, spread

DRAWS = 1_000
PROCESSORS = 2
# Means of two runs with luck of their own: 48 months of a whole county differ by far less.
AGREE_WITHIN = 0.003


def oast(bench, county, *more):
    return measured(bench, "forecast", "--county", county, *more)


def rounds(bench, county, plans, count):
    found = {"oast": [], "numpy": []}
    for number in range(count):
        say(f"forecast, round {number + 1} of {count}")
        found["oast"].append(oast(bench, county, "--draws", DRAWS, "--processors", PROCESSORS, "--plans", plans))
        peer = [VENV / "bin" / "python", "-B", PEERS / "numpy_forecast.py", "--plans", plans]
        found["numpy"].append(measured(*peer, "--draws", DRAWS, "--processors", PROCESSORS))
    for ours, theirs in zip(found["oast"], found["numpy"], strict=True):
        for mine, other in zip(ours["checksum"], theirs["checksum"], strict=True):
            if abs(mine - other) > AGREE_WITHIN * mine:
                raise SystemExit(f"benches/forecast.py: the means differ: {mine} and {other} pence")
    return found


def text(found, scaled, many, version):
    seconds = {name: [run["seconds"] for run in runs] for name, runs in found.items()}
    faster = [theirs / ours for ours, theirs in zip(seconds["oast"], seconds["numpy"], strict=True)]
    peaks = {name: max(run["peak_bytes"] for run in runs) for name, runs in found.items()}
    first = found["oast"][0]
    redraw = statistics.median(run["one_scenario_200_draws_seconds"] for run in found["oast"])
    return "\n".join(
        [
            f"{first['placements']:,} placements, 48 months, {DRAWS:,} draws of five scenarios, {PROCESSORS} processors on both",
            "sides; every quantile taken. NumPy moves every place of 32 draws to its next event at once.",
            "",
            "| engine | seconds | Oast is so many times faster | peak memory |",
            "| --- | ---: | ---: | ---: |",
            f"| Oast | {spread(seconds['oast'])} | | {mebibytes(peaks['oast'])} |",
            f"| NumPy {version} | {spread(seconds['numpy'])} | {spread(faster, 1)} | {mebibytes(peaks['numpy'])} |",
            "",
            f"One scenario at 200 draws, as a page draws it: {redraw:.2f} s.",
            "",
            "| placements | draws | seconds | peak memory |",
            "| ---: | ---: | ---: | ---: |",
            *(
                f"| {run['placements']:,} | {run['draws']:,} | {run['seconds']:.2f} | {mebibytes(run['peak_bytes'])} |"
                for run in [first, *scaled, many]
            ),
        ]
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bench", default=BENCH)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        measured(asked.bench, "county", "--placements", KENT, "--out", folder)
        plans = folder / "plans.json"
        found = rounds(asked.bench, folder, plans, asked.rounds)
        scaled = [oast(asked.bench, folder, "--times", times, "--draws", 250) for times in (1, 4, 16)]
        many = oast(asked.bench, folder, "--draws", 8 * DRAWS)
        version = json.loads(
            subprocess.run(
                [VENV / "bin" / "python", "-c", "import numpy, json; print(json.dumps(numpy.__version__))"],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout
        )
        print(text(found, scaled, many, version))


if __name__ == "__main__":
    main()
