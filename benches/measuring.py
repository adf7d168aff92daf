"""What the benchmarks share: where programs are, how one is run, how figures are written."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "benches" / "peers"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
VENV = CACHE / "oast-bench-venv"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", CACHE / "oast-target"))
BENCH = TARGET / "release" / "oast-bench"
PROGRAM = TARGET / "release" / "oast"
KENT = 4_394


def say(text):
    print(f"benches/run: {text}", file=sys.stderr, flush=True)


def measured(*command):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def spread(values, digits=2):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def ratios(above, below):
    return [a / b for a, b in zip(above, below, strict=True)]


def mebibytes(count):
    return f"{count / 2**20:,.0f} MiB"
