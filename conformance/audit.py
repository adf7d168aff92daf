"""Verifies the audit of a database without Oast, as ARCHITECTURE.md describes it.

    python3 audit.py county.sqlite

Prints what it looked at and the last hash, then every fault; its status is 1 if there are any.
"""

import hashlib
import json
import sqlite3
import sys

FIELDS = "seq, authority, recorded_at, actor, command, subject, detail, content, previous_hash"
GENESIS = "0" * 64


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def chain(database):
    """Yields each entry's number and content, and every fault of the chain."""
    before, expected = GENESIS, 1
    for *fields, stored in database.execute(f"SELECT {FIELDS}, hash FROM audit_entry ORDER BY seq"):
        seq, texts = fields[0], [str(field) for field in fields]
        canonical = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        faults = [
            fault
            for wrong, fault in (
                (seq != expected, f"entry {expected} is missing"),
                (texts[-1] != before, f"entry {seq} does not follow"),
                (digest(canonical) != stored, f"entry {seq} was altered"),
            )
            if wrong
        ]
        before, expected = stored, seq + 1
        yield seq, json.loads(texts[7]), before, faults


def written(database, table):
    """What each entry wrote to a table: its rows and their hash."""
    declared = database.execute(f"PRAGMA table_info({table})").fetchall()
    names = [column[1] for column in declared if column[1] not in ("authority", "seq")]
    keyed = sorted((place, name) for _, name, _, _, _, place in declared if place)
    order = ", ".join(name for _, name in keyed if name not in ("authority", "seq"))
    found = {}
    question = f"SELECT seq, {', '.join(names)} FROM {table} ORDER BY seq, {order}"
    for seq, *values in database.execute(question):
        row = "".join(f"{'' if value is None else value}\x1f" for value in values) + "\x1e"
        rows, hasher = found.setdefault(seq, [0, hashlib.sha256()])
        hasher.update(row.encode())
        found[seq][0] = rows + 1
    return {seq: {"rows": rows, "sha256": hasher.hexdigest()} for seq, (rows, hasher) in found.items()}


def fact_tables(database):
    """The tables of facts: a fact can be withdrawn."""
    tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    columns = lambda table: [column[1] for column in database.execute(f"PRAGMA table_info({table})")]
    return [table for (table,) in tables if "withdrawn" in columns(table)]


def verify(path):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    says, faults, head = {}, [], GENESIS
    for seq, says[seq], head, found in chain(database):
        faults += found
    for table in fact_tables(database):
        does = written(database, table)
        said = {seq: content[table] for seq, content in says.items() if table in content}
        for seq in sorted(does.keys() | said.keys()):
            if does.get(seq) != said.get(seq):
                faults.append(f"entry {seq} wrote other rows to {table} than it says")
        moved = f"SELECT DISTINCT seq FROM {table} JOIN audit_entry USING (seq) WHERE {table}.authority <> audit_entry.authority"
        for (seq,) in database.execute(moved):
            faults.append(f"entry {seq} wrote to {table} for another authority than its own")
    return len(says), head, faults


if __name__ == "__main__":
    entries, head, faults = verify(sys.argv[1])
    print(f"{entries} entries; the last hash is\n{head}")
    print("\n".join(faults) or "The record verifies.")
    sys.exit(bool(faults))
