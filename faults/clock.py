"""Sets a node's clock back by a day while it records: recorded time goes on, and the chain holds."""

import shutil
import threading
import time

from kills import holder
from support import Client, County, Postgres, check, say, scratch, surviving

SECONDS = 5


def main(program):
    faketime = shutil.which("faketime")
    if faketime is None:
        say("  not tried: faketime is not installed")
        return
    with scratch() as folder:
        database = Postgres(folder)
        county = County(program, folder, database.address)
        try:
            node = county.serve()
            placements = database.ask("SELECT DISTINCT placement_id FROM placements", "county").split()
            stopped = threading.Event()
            person = Client(county, "fiona", stopped)
            work = threading.Thread(target=holder, args=(person, placements))
            work.start()
            time.sleep(SECONDS)
            node.kill()
            node.before = [faketime, "-f", "-1d"]
            node.start()
            before = len(person.acknowledged)
            time.sleep(SECONDS)
            person.cookie = None
            person.sign_in()
            time.sleep(SECONDS)
            stopped.set()
            work.join(120)
            there = surviving(database, person.acknowledged)
            check(len(person.acknowledged) > before, "nothing was acknowledged after the clock was set back")
            check(len(there) == len(person.acknowledged), "an acknowledged write is not there")
            back = "SELECT COUNT(*) FROM audit_entry one JOIN audit_entry two ON two.seq = one.seq + 1 WHERE two.recorded_at <= one.recorded_at"
            check(database.ask(back, "county") == "0", "recorded time went back")
            county.verify()
            say(f"  {len(there)} acknowledged writes are there, {len(there) - before} of them after the clock was set back by a day")
        finally:
            county.stop()
            database.stop()
