"""Kills the primary of a replicated database under load: the standby takes over, and what was acknowledged is there.

The database is kept by pg_auto_failover: a monitor, a primary and a standby that every commit waits for.
"""

import getpass
import os
import shutil
import signal
import subprocess
import threading
import time

from kills import holder
from support import PATIENCE_SECONDS, Client, County, as_server, check, free_port, paid_twice, run, say, scratch, surviving, tools

BEFORE_SECONDS, AFTER_SECONDS = 6, 10
HOLDERS = 3


class Cluster:
    """A monitor, a primary and a standby."""

    def __init__(self, folder):
        self.folder, self.keepers = folder, {}
        # Whoever makes a server is its superuser.
        self.owner = "postgres" if os.getuid() == 0 else getpass.getuser()
        self.environment = os.environ | {
            "HOME": str(folder), "PATH": f"{tools()}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(folder)
        }  # fmt: skip
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        self.ports = {"monitor": free_port(), "one": free_port(), "two": free_port()}
        self.auto("monitor", "create", "monitor")
        self.keep("monitor")
        self.wait(lambda: "pg_auto_failover" in self.psql("monitor", "SELECT datname FROM pg_database", "postgres"))
        monitor = f"postgres://autoctl_node@127.0.0.1:{self.ports['monitor']}/pg_auto_failover?sslmode=disable"
        for name in ("one", "two"):
            self.auto(name, "create", "postgres", "--name", name, "--monitor", monitor, "--dbname", "county", "--username", "oast")
            self.keep(name)
            self.wait(lambda name=name: self.state().get(name) in ("single", "primary", "secondary", "wait_primary"))
        self.wait(lambda: self.state() == {"one": "primary", "two": "secondary"})

    @property
    def address(self):
        hosts = ",".join(f"127.0.0.1:{self.ports[name]}" for name in ("one", "two"))
        return f"postgres://oast@{hosts}/county?target_session_attrs=read-write"

    def data(self, name):
        return self.folder / name

    def auto(self, name, *words):
        where = ["--pgdata", self.data(name), "--pgport", self.ports[name], "--hostname", "127.0.0.1"]
        run(as_server(["pg_autoctl", *words, *where, "--auth", "trust", "--no-ssl"]), env=self.environment, cwd="/")

    def keep(self, name):
        """Runs the keeper of a node, which runs its server."""
        log = open(self.folder / f"{name}.log", "w")
        self.keepers[name] = subprocess.Popen(
            as_server(["pg_autoctl", "run", "--pgdata", self.data(name)]),
            env=self.environment, cwd="/", stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip

    def wait(self, there):
        begun = time.monotonic()
        while True:
            try:
                if there():
                    return
            except SystemExit:
                pass
            if time.monotonic() - begun > PATIENCE_SECONDS:
                logs = "\n".join(path.read_text()[-1500:] for path in self.folder.glob("*.log"))
                raise SystemExit(f"the cluster did not come to be: {self.state()}\n{logs}")
            time.sleep(0.5)

    def psql(self, name, question, database="county", user=None):
        command = ["psql", "-h", "127.0.0.1", "-p", self.ports[name], "-U", user or self.owner, "-d", database, "-AtqX", "-c", question]
        return run(command).strip()

    def state(self):
        try:
            nodes = self.psql("monitor", "SELECT nodename || '=' || reportedstate FROM pgautofailover.node", "pg_auto_failover", "autoctl_node")
        except SystemExit:
            return {}
        return dict(line.split("=") for line in nodes.splitlines())

    def ask(self, question, _database=None):
        """Asks the node that is the primary now, as somebody who is beyond every policy."""
        for name in ("one", "two"):
            try:
                if self.psql(name, "SELECT pg_is_in_recovery()") == "f":
                    return self.psql(name, question)
            except SystemExit:
                continue
        raise SystemExit("no node takes writes")

    def kill(self, name):
        """The machine is gone: the keeper, the server and everything that they began."""
        leader = int((self.data(name) / "postmaster.pid").read_text().split()[0])
        os.killpg(self.keepers[name].pid, signal.SIGKILL)
        subprocess.run(["pkill", "-9", "-P", str(leader)])
        try:
            os.kill(leader, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop(self):
        for name, keeper in self.keepers.items():
            if (self.data(name) / "postmaster.pid").exists():
                self.kill(name)
            keeper.wait()


class Timed(Client):
    """A client that notes when it was acknowledged."""

    def send(self, path, fields, key=None):
        sent = super().send(path, fields, key)
        self.times = [*getattr(self, "times", []), time.monotonic()]
        return sent


def main(program):
    if shutil.which("pg_autoctl") is None:
        say("  not tried: pg_auto_failover is not installed (on Debian: pg-auto-failover-cli postgresql-15-auto-failover)")
        return
    with scratch() as folder:
        cluster = Cluster(folder)
        county = None
        try:
            county = County(program, folder, cluster.address)
            county.serve()
            county.serve("--no-worker")
            stopped = threading.Event()
            placements = cluster.ask("SELECT DISTINCT placement_id FROM placements").split()
            people = [Timed(county, user, stopped) for user in ("fiona", "peter", "fiona")[:HOLDERS]]
            work = [threading.Thread(target=holder, args=(person, placements[number::HOLDERS])) for number, person in enumerate(people)]
            for thread in work:
                thread.start()
            time.sleep(BEFORE_SECONDS)
            before = sum(len(person.acknowledged) for person in people)
            check(before, "nothing was acknowledged before the primary was killed")
            cluster.kill("one")
            killed = time.monotonic()
            cluster.wait(lambda: cluster.state().get("two") in ("wait_primary", "primary"))
            promoted = time.monotonic() - killed
            time.sleep(AFTER_SECONDS)
            stopped.set()
            for thread in work:
                thread.join(200)
                check(not thread.is_alive(), "a client did not come to an end")
            acknowledged = {key: path for person in people for key, path in person.acknowledged.items()}
            there = surviving(cluster, acknowledged)
            times = sorted(moment for person in people for moment in person.times)
            gap = max(later - earlier for earlier, later in zip(times, times[1:]))
            say(
                f"failover: the primary was killed after {before} acknowledged writes; the standby was promoted after"
                f" {promoted:.0f} s; the longest time without an acknowledgement was {gap:.0f} s;"
                f" {len(acknowledged)} writes acknowledged in all, {len(there)} of them there"
            )
            check(len(acknowledged) > before, "nothing was acknowledged after the failover")
            check(len(there) == len(acknowledged), f"lost: {set(acknowledged) - set(there)}")
            check(not paid_twice(cluster), "a line was paid twice")
            say(f"  the record verifies up to {county.verify()[:12]}…")
        finally:
            if county:
                county.stop()
            cluster.stop()
