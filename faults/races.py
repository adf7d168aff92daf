"""Two approvers at once, and the same form delivered five times: each thing is done once."""

import secrets
import threading

from support import Client, County, Postgres, check, paid_twice, say, scratch, wait_for

RUN = "PR-0001"


def at_once(*works):
    """Does things at the same moment, and gives what each came to."""
    outcomes, gate = [None] * len(works), threading.Barrier(len(works))

    def begin(number, work):
        gate.wait()
        outcomes[number] = work()

    threads = [threading.Thread(target=begin, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def main(program):
    with scratch() as folder:
        database = Postgres(folder)
        county = County(program, folder, database.address)
        try:
            county.serve()
            county.serve()
            officer, checker, one, other = (Client(county, user) for user in ("fiona", "peter", "amir", "anna"))
            for person in (officer, checker, one, other):
                person.sign_in()
            entries = lambda command: int(database.ask(f"SELECT COUNT(*) FROM audit_entry WHERE command = '{command}'", "county"))
            placement = database.ask("SELECT MIN(placement_id) FROM placements", "county")
            hold = {"act": "hold", "placement": placement, "element": "care_fee", "reason": "a race"}
            key = secrets.token_hex(16)
            at_once(*[lambda: officer.send("/pay-runs/holds", hold, key)] * 5)
            holds = int(database.ask("SELECT COUNT(*) FROM holds", "county"))
            check(holds == 1, f"five deliveries of a hold left {holds}")
            key = secrets.token_hex(16)
            until = {"until-day": "26", "until-month": "4", "until-year": "2026"}
            at_once(*[lambda: officer.send("/pay-runs/new", until, key)] * 5)
            state = lambda wanted: wait_for(
                lambda: database.ask("SELECT state FROM pay_run_steps ORDER BY seq DESC LIMIT 1", "county") == wanted, f"a run that is {wanted}"
            )
            state("proposed")
            check(entries("pay-run propose") == 1, "five deliveries proposed more than one run")
            checker.send(f"/pay-runs/{RUN}/check", {})
            state("checked")
            led = at_once(*[lambda who=who: who.send(f"/pay-runs/{RUN}/approve", {})[0] for who in (one, other)])
            state("approved")
            check(entries("pay-run approve") == 1, "two approvers approved one run twice")
            check(led.count(None) == 1, f"one of two approvers is told that it was approved already: {led}")
            key = secrets.token_hex(16)
            at_once(*[lambda: officer.send(f"/pay-runs/{RUN}/pay", {}, key)] * 5)
            state("paid")
            check(entries("pay-run pay") == 1 and not paid_twice(database), "five deliveries paid a run twice")
            county.verify()
            say("  five deliveries of a hold, of a proposal and of a payment each acted once; of two approvers, one approved")
        finally:
            county.stop()
            database.stop()
