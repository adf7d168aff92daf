"""A county on a database server of its own, with servers and workers that can be killed, for the tests of faults.

A client here never gives up: it sends the same form with the same key, to whichever server answers, until it is told
that it was done. What was acknowledged is kept, and looked for afterwards.
"""

import contextlib
import glob
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a county of many homes"
USERS = {"fiona": "finance_officer", "peter": "finance_officer", "amir": "approver", "anna": "approver", "audrey": "auditor"}
PLACEMENTS = 400
# Longer than any fault here lasts.
PATIENCE_SECONDS = 120


def say(text):
    print(text, flush=True)


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def tools():
    """The folder of PostgreSQL's programs."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    return Path(found[-1]) if found else Path(shutil.which("initdb")).parent


def as_server(command):
    """PostgreSQL does not run as root."""
    if os.getuid() == 0:
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *map(str, command)]
    return [str(part) for part in command]


def run(command, **how):
    done = subprocess.run([str(part) for part in command], text=True, capture_output=True, **how)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


class Postgres:
    """A server that waits for the disk, as one with money in it must."""

    def __init__(self, folder):
        self.port, self.data, self.folder = free_port(), folder / "data", folder
        if os.getuid() == 0:
            shutil.chown(folder, "postgres")
        run(as_server([tools() / "initdb", "-D", self.data, "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]), cwd="/")
        self.start()
        self.ask("CREATE ROLE oast LOGIN CREATEDB")
        self.ask("CREATE DATABASE county OWNER oast")

    @property
    def address(self):
        return f"postgres://oast@127.0.0.1:{self.port}/county"

    def start(self):
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200"
        start = [tools() / "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "start"]
        begun = time.monotonic()
        while subprocess.run(as_server(start), cwd="/", capture_output=True).returncode:
            # What the killed one shared with its children is let go of a moment later.
            if time.monotonic() - begun > PATIENCE_SECONDS:
                raise SystemExit((self.folder / "log").read_text()[-2000:])
            time.sleep(0.2)

    def kill(self):
        leader = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(leader)], capture_output=True, text=True).stdout.split()
        for process in [leader, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def stop(self):
        subprocess.run(as_server([tools() / "pg_ctl", "-D", self.data, "-m", "immediate", "stop"]), cwd="/", capture_output=True)

    def ask(self, question, database="postgres", user="keeper"):
        """Asks as somebody who is beyond every policy."""
        command = [tools() / "psql", "-h", "127.0.0.1", "-p", self.port, "-U", user, "-d", database, "-AtqX", "-c", question]
        return run(command).strip()


class Node:
    """A server, or a worker: a process that can be killed and started again."""

    def __init__(self, county, *arguments, before=()):
        self.county, self.arguments, self.before = county, arguments, list(before)
        self.log = open(county.folder / f"node-{secrets.token_hex(3)}.log", "w")
        self.start()

    def start(self):
        command = [*self.before, self.county.program, "--database", self.county.address, *self.arguments]
        self.process = subprocess.Popen(
            [str(part) for part in command], env=self.county.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def kill(self, sign=signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, sign)
        self.process.wait()


class County:
    """The example county on a database, its users, and its servers."""

    def __init__(self, program, folder, address, placements=PLACEMENTS, users=USERS):
        self.program, self.folder, self.address = Path(program), folder, address
        key = folder / "key"
        key.write_text("0a" * 32)
        key.chmod(0o600)
        self.environment = os.environ | {"OAST_KEY_FILE": str(key)}
        self.ports, self.nodes = [], []
        self.oast("migrate")
        pack = folder / "pack"
        self.oast("generate", "--placements", placements, "--out", pack)
        self.oast("--at", "2026-04-01T09:00:00Z", "import", pack)
        for user, roles in users.items():
            self.oast("user", "add", user, "--name", user.title(), "--roles", roles, stdin=PASSWORD)

    def oast(self, *arguments, stdin=None, address=None):
        command = [self.program, "--database", address or self.address, "--quiet", *arguments]
        return run(command, input=stdin, env=self.environment)

    def serve(self, *arguments, **how):
        port = free_port()
        self.ports.append(port)
        node = Node(self, "serve", "--listen", f"127.0.0.1:{port}", *arguments, **how)
        self.nodes.append(node)
        return node

    def work(self):
        node = Node(self, "worker")
        self.nodes.append(node)
        return node

    def stop(self):
        for node in self.nodes:
            node.kill()

    def verify(self):
        """The chain, every row's hash and the ledger: any fault ends the test."""
        return self.oast("audit", "verify").splitlines()[1]


class Client:
    """Somebody who sends forms until they are acknowledged."""

    def __init__(self, county, user, stopped=None):
        self.county, self.user, self.stopped = county, user, stopped or threading.Event()
        self.cookie, self.acknowledged, self.repeated = None, {}, 0

    def ask(self, method, path, fields=None, port=None):
        port = port or secrets.choice(self.county.ports)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = urllib.parse.urlencode(fields) if fields is not None else None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def insist(self, method, path, fields=None):
        """Asks until a server answers with anything but its own trouble."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE_SECONDS:
            with contextlib.suppress(OSError, http.client.HTTPException):
                status, headers, text = self.ask(method, path, fields)
                if status < 500 and status != 429:
                    return status, headers, text
            self.repeated += 1
            time.sleep(0.1)
        raise SystemExit(f"{path} was not answered within {PATIENCE_SECONDS} seconds")

    def sign_in(self):
        status, headers, _ = self.insist("POST", "/sign-in", {"user": self.user, "password": PASSWORD})
        if status != 303:
            raise SystemExit(f"{self.user} could not sign in: {status}")
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def send(self, path, fields, key=None):
        """Sends a form until it is acknowledged, and keeps its key; gives where it led."""
        key = key or secrets.token_hex(16)
        status, headers, text = self.insist("POST", path, fields | {"form_key": key})
        if status != 303:
            return None, text
        self.acknowledged[key] = path
        return headers["Location"], text


    def begin(self, path, fields):
        """Sends a form and waits for no answer."""

        def send():
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.ask("POST", path, fields)

        threading.Thread(target=send, daemon=True).start()


def wait_for(there, what, seconds=PATIENCE_SECONDS):
    begun = time.monotonic()
    while not there():
        if time.monotonic() - begun > seconds:
            sys.exit(f"FAILED: waited {seconds} seconds for {what}")
        time.sleep(0.1)


@contextlib.contextmanager
def scratch():
    folder = Path(tempfile.mkdtemp(prefix="oast-faults-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def surviving(database, acknowledged):
    """Of so many acknowledged forms, those whose command is on record exactly once."""
    keys = dict(line.split("|") for line in database.ask("SELECT form_key, seq FROM form_keys", "county").splitlines())
    entries = set(database.ask("SELECT seq FROM audit_entry", "county").splitlines())
    return [key for key in acknowledged if keys.get(key) in entries]


def told(database, acknowledged):
    """Of so many acknowledged forms, those that asked for a job which then failed, and said so on its page."""
    failed = set(database.ask("SELECT id FROM jobs WHERE state = 'failed'", "county").split())
    return [key for key in acknowledged if key in failed]


def paid_twice(database):
    """Lines of paid runs that were posted more than once."""
    question = (
        "SELECT placement_id, element, period_from, pay_run, side, COUNT(*) FROM postings"
        " GROUP BY 1, 2, 3, 4, 5 HAVING COUNT(*) > 1"
    )
    return database.ask(question, "county").splitlines()


def state_of(database, run):
    """Where a pay run stands; nothing when there is none, or nobody to ask just now."""
    asked = (
        "SELECT COALESCE((SELECT state FROM pay_run_steps s WHERE s.pay_run = r.pay_run ORDER BY seq DESC LIMIT 1), 'proposed')"
        f" FROM pay_runs r WHERE pay_run = '{run}'"
    )
    try:
        return database.ask(asked, "county")
    except SystemExit:
        return None


def check(holds, says):
    if not holds:
        sys.exit(f"FAILED: {says}")
