"""Kills servers, workers and the database, at any moment, while people and workers use them."""

import random
import secrets
import threading
import time

from support import PATIENCE_SECONDS, Client, County, Postgres, check, paid_twice, say, scratch, state_of, surviving, told

AFTER_A_KILL_SECONDS = (0.1, 0.6)
VERIFY_EVERY = 20


def holder(client, placements):
    """Holds a payment and lets it go, for one placement after another."""
    client.sign_in()
    while not client.stopped.is_set():
        subject = {"placement": secrets.choice(placements), "element": "care_fee"}
        client.send("/pay-runs/holds", {"act": "hold", "reason": "a test of faults", **subject})
        client.send("/pay-runs/holds", {"act": "release", **subject})


def reader(client, placements):
    """Looks at pages."""
    client.sign_in()
    while not client.stopped.is_set():
        for path in ("/", f"/placements/{secrets.choice(placements)}", "/pay-runs"):
            client.insist("GET", path)


def payer(database, clients, untils):
    """Proposes, checks, approves and pays one run after another, each step until it is done, and the last to its end."""
    officer, checker, approver = clients
    for person in clients:
        person.sign_in()

    def until(run, wanted, step):
        # The job of a dead worker is taken over when its lease has ended; one that was begun too often is given up, and
        # whoever asked for it is told, and asks again.
        while state_of(database, run) != wanted:
            step(secrets.token_hex(16))
            begun = time.monotonic()
            while state_of(database, run) != wanted and time.monotonic() - begun < PATIENCE_SECONDS:
                time.sleep(0.1)

    for number, day in enumerate(untils, 1):
        run = f"PR-{number:04}"
        last = {"until-day": day[8:], "until-month": day[5:7], "until-year": day[:4]}
        until(run, "proposed", lambda key: officer.send("/pay-runs/new", last, key))
        until(run, "checked", lambda key: checker.send(f"/pay-runs/{run}/check", {}, key))
        until(run, "approved", lambda key: approver.send(f"/pay-runs/{run}/approve", {}, key))
        until(run, "paid", lambda key: officer.send(f"/pay-runs/{run}/pay", {}, key))
        if officer.stopped.is_set():
            return


def main(program, kills, seed):
    chance = random.Random(seed)
    with scratch() as folder:
        database = Postgres(folder)
        county = County(program, folder, database.address)
        try:
            servers, worker = [county.serve(), county.serve("--no-worker")], county.work()
            stopped = threading.Event()
            placements = database.ask("SELECT DISTINCT placement_id FROM placements", "county").split()
            people = [Client(county, user, stopped) for user in ("fiona", "peter", "fiona", "peter", "amir", "audrey")]
            untils = ["2026-04-26", "2026-05-24", "2026-06-21", "2026-07-19", "2026-08-16", "2026-09-13"]
            work = [
                threading.Thread(target=holder, args=(people[0], placements[0::2])),
                threading.Thread(target=holder, args=(people[1], placements[1::2])),
                threading.Thread(target=payer, args=(database, (people[2], people[3], people[4]), untils)),
                threading.Thread(target=reader, args=(people[5], placements)),
            ]
            for thread in work:
                thread.start()
            time.sleep(2)
            killed = {"server": 0, "worker": 0, "database": 0}
            for kill in range(1, kills + 1):
                time.sleep(chance.uniform(*AFTER_A_KILL_SECONDS))
                what = chance.choice(["server", "server", "worker", "database"])
                victim = {"server": chance.choice(servers), "worker": worker, "database": database}[what]
                victim.kill()
                killed[what] += 1
                time.sleep(chance.uniform(0, 0.5))
                victim.start()
                if kill % VERIFY_EVERY == 0:
                    head = county.verify()
                    done = sum(len(person.acknowledged) for person in people)
                    say(f"  {kill} kills, {done} forms acknowledged, the record verifies up to {head[:12]}…")
            stopped.set()
            for thread in work:
                thread.join(8 * PATIENCE_SECONDS)
                check(not thread.is_alive(), "a client did not come to an end")
            acknowledged = {key: path for person in people for key, path in person.acknowledged.items()}
            for key in told(database, acknowledged):
                acknowledged.pop(key)
            there = surviving(database, acknowledged)
            runs = database.ask("SELECT COUNT(DISTINCT pay_run) FROM postings", "county")
            say(
                f"kills: {kills} ({', '.join(f'{number} of the {what}' for what, number in killed.items())});"
                f" {len(acknowledged)} writes acknowledged, {len(there)} of them there;"
                f" {sum(person.repeated for person in people)} requests sent again; {runs} runs paid"
            )
            check(len(there) == len(acknowledged), f"lost: {set(acknowledged) - set(there)}")
            check(acknowledged and int(runs), "nothing was acknowledged or no run was paid, so nothing was shown")
            check(not paid_twice(database), f"paid twice: {paid_twice(database)[:3]}")
            county.verify()
        finally:
            county.stop()
            database.stop()
