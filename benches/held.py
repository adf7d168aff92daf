#!/usr/bin/env python3
"""Holds a load on PostgreSQL: so many people for so long, on a large county, while others are slow or send too much.

    benches/held.py --program oast --bench oast-bench [--placements 400000] [--users 300] [--rate 60] [--seconds 600]

Prints, as JSON, each minute's answers, errors, p50 and p99, and the memory of the server and of the database.
"""

import argparse
import json
import socket
import sys
import threading
import time
from pathlib import Path

import serving

sys.path.insert(0, str(serving.ROOT / "faults"))
import support  # noqa: E402

HALF_OPEN = 200
LARGE_BYTES = 64 << 20


def memory(pattern):
    """The resident memory of the processes of a name, shared pages counted once, in MiB."""
    total = 0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and pattern in (folder / "cmdline").read_text():
                pss = (folder / "smaps_rollup").read_text().split("Pss:")[1].split()[0]
                total += int(pss)
        except (OSError, IndexError):
            continue
    return total // 1024


def be_slow(port, stopped):
    """Opens connections that never finish their request, again whenever they are hung up on."""
    half = []
    while not stopped.wait(0.2):
        try:
            some = socket.create_connection(("127.0.0.1", port), 2)
            some.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            half.append(some)
        except OSError:
            pass
        for old in half[:-HALF_OPEN]:
            old.close()
        half = half[-HALF_OPEN:]


def be_large(port, stopped):
    """Sends a body that is far too large, again and again."""
    while not stopped.wait(1):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as some:
                head = f"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {LARGE_BYTES}\r\n\r\n"
                some.sendall(head.encode())
                for _ in range(LARGE_BYTES >> 16):
                    some.sendall(b"x" * (1 << 16))
        except OSError:
            pass


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--program", type=Path, required=True)
    asked.add_argument("--bench", type=Path, required=True)
    asked.add_argument("--placements", type=int, default=400_000)
    asked.add_argument("--users", type=int, default=300)
    asked.add_argument("--rate", type=int, default=60, help="pages a second: each of 300 people asks for one every five seconds")
    asked.add_argument("--seconds", type=int, default=600)
    given = asked.parse_args()
    with support.scratch() as folder:
        database, county = support.Postgres(folder), None
        try:
            begun = time.monotonic()
            # Whoever has one purpose is not asked for it.
            names = {f"user{number:03}": "finance_officer" for number in range(given.users)}
            county = support.County(given.program, folder, database.address, given.placements, names)
            print(f"the county was made in {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
            county.oast("pay-run", "propose", "--until", "2026-04-26")
            county.serve("--no-worker")
            county.work()
            port = county.ports[0]
            values = serving.county(given.program, database.address, serving.today(), folder, county.environment)
            values["line"] = ["home.care_fee/2026-03-30"]
            people = [support.Client(county, name) for name in names]
            for person in people:
                person.sign_in()
            cookies = [person.cookie for person in people]
            listed = serving.pages(values, serving.asset(port))
            ask = lambda some, *how: serving.load(given.bench, port, some, cookies, folder, *how)
            ask(listed[:400], "--rate", given.rate // 2, "--seconds", 10)
            stopped = threading.Event()
            for trouble in (be_slow, be_large):
                threading.Thread(target=trouble, args=(port, stopped), daemon=True).start()
            minutes = []
            for minute in range(given.seconds // 60):
                found = ask(listed, "--rate", given.rate, "--seconds", 60, "--connections", given.users)
                minutes.append(
                    {"minute": minute + 1, **found["all"], "errors": found["errors"], "requests_per_second": found["requests_per_second"]}
                    | {"server_mib": memory("oast\0--database"), "database_mib": memory("postgres")}
                )
                print(json.dumps(minutes[-1]), file=sys.stderr, flush=True)
            stopped.set()
            print(json.dumps(minutes, indent=1))
        finally:
            for node in county.nodes if county else []:
                node.kill()
            database.stop()


if __name__ == "__main__":
    main()
