"""Fills the disk under a county in a file: a write that does not fit is refused and leaves nothing, and when there is
room again it goes on."""

import os
import shutil
import subprocess
import time

from support import Client, County, check, run, say, scratch

ROOM = "24m"


def main(program):
    with scratch() as folder:
        disk = folder / "disk"
        disk.mkdir()
        if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)], capture_output=True).returncode:
            say("  not tried: a small disk can be had by root alone, where mounting is allowed")
            return
        county = None
        try:
            county = County(program, folder, disk / "county.sqlite")
            county.serve()
            person = Client(county, "fiona")
            person.sign_in()
            placement = (folder / "pack" / "placements.csv").read_text().splitlines()[1].split(",")[0]
            subject = {"placement": placement, "element": "care_fee"}
            hold = lambda: person.ask("POST", "/pay-runs/holds", {"act": "hold", "reason": "a full disk", "form_key": os.urandom(16).hex(), **subject})[0]
            let_go = lambda: person.ask("POST", "/pay-runs/holds", {"act": "release", "form_key": os.urandom(16).hex(), **subject})[0]
            check(hold() == 303 and let_go() == 303, "a write before the disk was full was refused")
            filler = disk / "filler"
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=4k"], capture_output=True)
            check(shutil.disk_usage(disk).free == 0, "the disk is not full")
            refused, done = 0, 0
            for _ in range(40):
                answers = [hold(), let_go()]
                refused += sum(status >= 500 for status in answers)
                done += sum(status == 303 for status in answers)
            check(refused, "nothing was refused, so nothing was shown")
            status, _, _ = person.ask("GET", "/pay-runs")
            check(status == 200, f"pages are not shown while the disk is full: {status}")
            filler.unlink()
            time.sleep(0.5)
            statuses = [let_go(), hold(), let_go()]
            check(statuses[1] == 303, f"it does not go on when there is room again: {statuses}")
            county.verify()
            say(f"  {refused} writes refused while the disk was full, {done} still fitted; it went on afterwards, and the record verifies")
        finally:
            if county:
                county.stop()
            run(["umount", disk])
