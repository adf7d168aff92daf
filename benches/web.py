#!/usr/bin/env python3
"""Measures the web application beside its peers: pages a second, and how long people wait for them.

The figures are printed as JSON; benches/run puts them in docs/benchmarks.md.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import serving

PEERS = serving.ROOT / "benches" / "peers"
USERS = 200
RATE = 500
CONNECTIONS = 16
PAGE_BYTES_MAX = 100_000


def say(text):
    print(f"benches/web.py: {text}", file=sys.stderr, flush=True)


def make(program, folder, placements=None):
    """A county with its users, in a folder where it may stand already."""
    database = folder / "county.sqlite"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        say("making the county")
        serving.oast(program, database, "demo", *(["--placements", str(placements)] if placements else []))
        serving.add_users(program, database, USERS)
        (folder / "made").touch()
    return database


def oast_round(program, bench, database, folder, seconds):
    port = serving.free_port()
    with serving.serving([program, "--database", database, "serve", "--listen", f"127.0.0.1:{port}"], port):
        cookies = [serving.sign_in(port, f"user{number:03}") for number in range(USERS)]
        values = serving.county(program, database, serving.today(), folder)
        listed = serving.pages(values, serving.asset(port))
        ask = lambda some, *how: serving.load(bench, port, some, cookies, folder, *how)
        # Once through without measuring, so that what is worked out once has been.
        ask(listed[:400], "--seconds", 2)
        say(f"{RATE} pages a second")
        opened = ask(listed, "--rate", RATE, "--seconds", seconds)
        say("as many as it answers")
        closed = ask(listed, "--seconds", seconds // 2, "--connections", CONNECTIONS)
        lists = ask([("list", "/placements")], "--seconds", 5, "--connections", CONNECTIONS)
        shown = [("show", f"/placements/{placement}") for placement in values["placement"]]
        shows = ask(shown, "--seconds", 5, "--connections", CONNECTIONS)
    return {"open": opened, "closed": closed, "list": lists["all"] | rate_of(lists), "show": shows["all"] | rate_of(shows)}


def rate_of(found):
    return {"requests_per_second": found["requests_per_second"]}


def django_round(python, program, bench, database, folder):
    port = serving.free_port()
    command = [
        python, "-m", "gunicorn", "--workers", 2, "--keep-alive", 30, "--bind", f"127.0.0.1:{port}", "--log-level",
        "warning", "django_pages:application",
    ]  # fmt: skip
    environment = {"OAST_BENCH_DATABASE": str(database), "PYTHONDONTWRITEBYTECODE": "1"}
    with serving.serving(command, port, environment, PEERS):
        shown = [("show", f"/placements/{p}") for p in serving.county(program, database, serving.today(), folder)["placement"]]
        how = ("--seconds", 5, "--connections", CONNECTIONS)
        lists = serving.load(bench, port, [("list", "/placements")], [""], folder, *how)
        shows = serving.load(bench, port, shown, [""], folder, *how)
    return {"list": lists["all"] | rate_of(lists), "show": shows["all"] | rate_of(shows)}


def hello_round(bench, folder):
    port = serving.free_port()
    with serving.serving([bench, "hello", "--listen", f"127.0.0.1:{port}"], port):
        found = serving.load(bench, port, [("hello", "/")], [""], folder, "--seconds", 5, "--connections", CONNECTIONS)
    return found["all"] | rate_of(found)


def measure(program, bench, python, county, rounds, seconds):
    """Each engine once a round, in turn, so that a machine that slows down slows them all."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = make(program, county)
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            oast = oast_round(program, bench, database, folder, seconds)
            largest = max(oast["open"]["kinds"].items(), key=lambda kind: kind[1]["bytes_max"])
            if largest[1]["bytes_max"] >= PAGE_BYTES_MAX:
                raise SystemExit(f"{largest[0]} is {largest[1]['bytes_max']} bytes, which is too large for a page")
            say("Django")
            django = django_round(python, program, bench, database, folder)
            found.append({"oast": oast, "django": django, "hello": hello_round(bench, folder)})
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help="oast, built for release")
    parser.add_argument("--bench", type=Path, required=True, help="oast-bench, built for release")
    parser.add_argument("--python", type=Path, required=True, help="a Python with benches/requirements.txt")
    parser.add_argument("--county", type=Path, required=True, help="the folder of the county; made when it is not there")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=20)
    wanted = parser.parse_args()
    found = measure(wanted.program, wanted.bench, wanted.python, wanted.county, wanted.rounds, wanted.seconds)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
