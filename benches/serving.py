"""A county served by Oast, for the benchmarks of the web application: made, signed in to, and asked for pages."""

import contextlib
import csv
import datetime
import html
import http.client
import itertools
import json
import os
import random
import re
import socket
import subprocess
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a county of many homes"
ROLES = "commissioner,finance_officer,auditor"
SEED = 1
PAGES = 6_000


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def oast(program, database, *arguments, stdin=None, environment=None):
    command = [str(part) for part in (program, "--database", database, "--quiet", *arguments)]
    subprocess.run(command, check=True, input=stdin, text=True, stdout=subprocess.DEVNULL, env=environment)


def add_users(program, database, count):
    names = [f"user{number:03}" for number in range(count)]
    for name in names:
        oast(program, database, "user", "add", name, "--name", name, "--roles", ROLES, stdin=PASSWORD)
    return names


@contextlib.contextmanager
def serving(command, port, environment=None, folder=None):
    """A server that answers at a port, and the seconds until it did."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, env=os.environ | (environment or {}), cwd=folder
    )
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} stopped before it answered")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.01)
        yield process, time.monotonic() - begun
    finally:
        process.terminate()
        process.wait()


def sign_in(port, user):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    form = urllib.parse.urlencode({"user": user, "password": PASSWORD})
    connection.request("POST", "/sign-in", form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie")
    if answer.status != 303 or cookie is None:
        raise SystemExit(f"{user} could not sign in: {answer.status}")
    cookie = cookie.split(";")[0]
    # Whoever has several roles says once what for they open a person's record.
    form = urllib.parse.urlencode({"purpose": "payment", "form_key": "bench"})
    connection.request("POST", "/purpose", form, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})
    connection.getresponse().read()
    return cookie


def asset(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/sign-in")
    page = html.unescape(connection.getresponse().read().decode())
    return re.search(r"/assets/oast-[0-9a-f]+\.css", page).group()


def county(program, database, day, folder, environment=None):
    """What the addresses of the mix are filled in with: names lie sealed in the database, so it is exported."""
    pack = folder / "exported"
    if not pack.exists():
        oast(program, database, "export", pack, environment=environment)

    def rows(name):
        with open(pack / f"{name}.csv", newline="") as file:
            yield from csv.DictReader(file)

    def some(values, most):
        return list(itertools.islice(dict.fromkeys(value for value in values if value), most))

    alive = (row for row in rows("placements") if row["started_on"] <= day and not "" < row["ended_on"] <= day)
    placements = some((row["placement_id"] for row in alive), 20000)
    names = some((row["family_name"] for row in rows("people")), 2000)
    periods = some((row["period_from"] for row in rows("postings")), 20) or [day]
    paid = some((row["placement_id"] for row in rows("postings") if row["element"] == "care_fee"), 5000)
    return {
        "placement": placements,
        "paid": paid or placements,
        "home": some((row["home_id"] for row in rows("homes")), 20000),
        "word": [name[:length] for name in names for length in (2, 4, 12)],
        "line": [f"home.care_fee/{period}" for period in periods],
        "district": [urllib.parse.quote(name) for name in some((row["district"] for row in rows("homes")), 100)],
        "day": [day],
    }


def mix():
    kinds = []
    for line in (ROOT / "benches" / "mix.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            weight, kind, address = line.split(None, 2)
            kinds.append((int(weight), kind, address))
    return kinds


def pages(values, asset_path, count=PAGES):
    """So many pages in the proportions of the mix, the same for the same county."""
    chance = random.Random(SEED)
    values = values | {"asset": [asset_path]}
    kinds = mix()
    chosen = chance.choices(kinds, [weight for weight, _, _ in kinds], k=count)
    return [
        (kind, address.format_map({name: chance.choice(some) for name, some in values.items() if some}))
        for _, kind, address in chosen
    ]


def today():
    return datetime.date.today().isoformat()


def measured(*command):
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def load(bench, port, listed, cookies, folder, *how):
    """What `oast-bench load` measured of some pages; an answer that is not 200 stops the benchmark."""
    asked, holders = folder / "pages.tsv", folder / "cookies.txt"
    asked.write_text("".join(f"{kind}\t{path}\n" for kind, path in listed))
    holders.write_text("".join(f"{cookie}\n" for cookie in cookies))
    found = measured(bench, "load", "--address", f"127.0.0.1:{port}", "--pages", asked, "--cookies", holders, *how)
    if found["errors"]:
        raise SystemExit(f"{found['errors']} answers were wrong; the first: {found['first_error']}")
    return found
