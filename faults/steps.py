"""Interrupts a pay run at each of its steps, again and again: every node is killed, and the step is done once."""

import random
import secrets
import time

from support import Client, County, Postgres, check, paid_twice, say, scratch, surviving, wait_for

UNTILS = ("2026-04-26", "2026-05-24", "2026-06-21")
KILLS_A_STEP = 4
# A step of this county takes less.
STEP_SECONDS = 1.0


def main(program):
    chance = random.Random(1)
    with scratch() as folder:
        database = Postgres(folder)
        county = County(program, folder, database.address)
        try:
            nodes = [county.serve("--no-worker"), county.work(), county.work()]
            officer, checker, approver = (Client(county, user) for user in ("fiona", "peter", "amir"))
            for person in (officer, checker, approver):
                person.sign_in()
            kills = 0
            for number, day in enumerate(UNTILS, 1):
                run = f"PR-{number:04}"
                until = {"until-day": day[8:], "until-month": day[5:7], "until-year": day[:4]}
                for person, path, fields, wanted in (
                    (officer, "/pay-runs/new", until, "proposed"),
                    (checker, f"/pay-runs/{run}/check", {}, "checked"),
                    (approver, f"/pay-runs/{run}/approve", {}, "approved"),
                    (officer, f"/pay-runs/{run}/pay", {}, "paid"),
                ):
                    key = secrets.token_hex(16)
                    for _ in range(KILLS_A_STEP):
                        person.begin(path, fields | {"form_key": key})
                        time.sleep(chance.uniform(0, STEP_SECONDS))
                        for node in nodes:
                            node.kill()
                        for node in nodes:
                            node.start()
                        kills += 1
                    person.send(path, fields, key)
                    asked = f"SELECT state FROM pay_run_steps WHERE pay_run = '{run}' ORDER BY seq DESC LIMIT 1"
                    wait_for(lambda: database.ask(asked, "county") == wanted, f"{run} to be {wanted}")
                    done = f"SELECT COUNT(*) FROM pay_run_steps WHERE pay_run = '{run}' AND state = '{wanted}'"
                    check(database.ask(done, "county") == "1", f"{run} was {wanted} more than once")
            county.verify()
            check(not paid_twice(database), f"paid twice: {paid_twice(database)[:3]}")
            keys = {key for person in (officer, checker, approver) for key in person.acknowledged}
            there = surviving(database, keys)
            check(len(there) == len(keys), "an acknowledged step is not there")
            say(f"  {len(UNTILS)} runs, each step interrupted {KILLS_A_STEP} times ({kills} kills of every node): each done once")
        finally:
            county.stop()
            database.stop()
