"""Cuts the connections of every node to the database, mid-transaction too: what was acknowledged is there, and no more."""

import threading
import time

from kills import holder
from support import Client, County, Postgres, check, say, scratch, surviving

CUTS = 60
BETWEEN_SECONDS = 0.1


def main(program):
    with scratch() as folder:
        database = Postgres(folder)
        county = County(program, folder, database.address)
        try:
            county.serve()
            placements = database.ask("SELECT DISTINCT placement_id FROM placements", "county").split()
            stopped = threading.Event()
            people = [Client(county, user, stopped) for user in ("fiona", "peter")]
            work = [threading.Thread(target=holder, args=(person, placements[number::2])) for number, person in enumerate(people)]
            for thread in work:
                thread.start()
            time.sleep(2)
            cut = within = 0
            for _ in range(CUTS):
                time.sleep(BETWEEN_SECONDS)
                ended = database.ask(
                    "SELECT state FROM pg_stat_activity WHERE application_name = 'oast' AND pg_terminate_backend(pid)"
                ).splitlines()
                cut += len(ended)
                within += sum("transaction" in state or state == "active" for state in ended)
            stopped.set()
            for thread in work:
                thread.join(200)
            acknowledged = {key for person in people for key in person.acknowledged}
            there = surviving(database, acknowledged)
            check(acknowledged and len(there) == len(acknowledged), f"of {len(acknowledged)} acknowledged writes {len(there)} are there")
            strays = "SELECT COUNT(*) FROM holds WHERE seq NOT IN (SELECT seq FROM audit_entry)"
            check(database.ask(strays, "county") == "0", "a transaction that was cut left something behind")
            county.verify()
            say(f"  {cut} connections cut, {within} of them at work; {len(acknowledged)} writes acknowledged, all of them there")
        finally:
            county.stop()
            database.stop()
