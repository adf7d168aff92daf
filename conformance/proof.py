"""Checks a proof about a record without Oast, as docs/records.md describes it.

    python3 proof.py PROOF.json NAME+NUMBER+KEY

Needs nothing but Python: the signature is checked as RFC 8032 says, the path as RFC 9162 says.
Prints what the proof shows; its status is 1 if it shows nothing, with the reason.
"""

import base64
import hashlib
import json
import sys


class Refused(Exception):
    """Why the proof shows nothing."""


# Ed25519, RFC 8032 section 5.1, in extended coordinates.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    product = (0, 1, 1, 0)
    while number:
        if number & 1:
            product = add(product, point)
        point = add(point, point)
        number >>= 1
    return product


def same(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def point_of(encoded):
    """The point of 32 bytes, or nothing where they are none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed_by(key, text, signature):
    """Whether a key of 32 bytes signed a text."""
    public, first, second = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if public is None or first is None or second >= L:
        return False
    asked = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    return same(times(second, BASE), add(first, times(asked, public)))


# Keys and checkpoints, as C2SP writes them.

def base64_of(text):
    """Bytes from base 64 in its one right form."""
    try:
        read = base64.b64decode(text, validate=True)
    except ValueError as why:
        raise Refused(f"'{text}' is not base 64") from why
    if base64.b64encode(read).decode() != text:
        raise Refused(f"'{text}' is not base 64 in its one form")
    return read


def public_key(text):
    """The name, the number and the 32 bytes of a public key."""
    parts = text.strip().split("+", 2)
    key = base64_of(parts[2]) if len(parts) == 3 else b""
    if len(key) != 33 or key[0] != 1:
        raise Refused("it is no public key; write it as it was published: name+number+key")
    name = parts[0]
    number = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if number.hex() != parts[1]:
        raise Refused("the number of the public key does not fit its name and itself")
    return name, number, key[1:]


def checkpoint(note, key):
    """The size, the root and the time that a signed checkpoint is over."""
    name, number, public = key
    text, gap, line = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) != 4 or line.count("\n") != 1 or not line.endswith("\n"):
        raise Refused("it is no signed checkpoint: four lines, an empty one, and a signature")
    origin, size, root, time = lines
    mark, signer, signature = (line[:-1].split(" ") + ["", ""])[:3]
    if mark != "\u2014" or line != f"{mark} {signer} {signature}\n" or signer != name or origin != name:
        raise Refused(f"it is not signed in the name of '{name}'")
    signature = base64_of(signature)
    if len(signature) != 68 or signature[:4] != number:
        raise Refused(f"it is signed with another key of '{name}'")
    if not signed_by(public, (text + "\n").encode(), signature[4:]):
        raise Refused("the signature does not fit: the checkpoint was altered after it was signed")
    if not time.startswith("time ") or str(int(size)) != size:
        raise Refused("the checkpoint says no time or no size")
    return int(size), base64_of(root), time[5:]


# The tree, RFC 9162 section 2.1.

def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def leads_to(leaf, index, size, path, root):
    """Whether a path leads from a leaf to a root."""
    if index >= size:
        return False
    place, last, found = index, size - 1, hashlib.sha256(b"\x00" + leaf).digest()
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node(step, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = node(found, step)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def begins(older, newer, path):
    """Whether the tree of one checkpoint begins that of another."""
    (old_size, old_root, _), (new_size, new_root, _) = older, newer
    if old_size == 0 or old_size >= new_size:
        return not path and (old_size == 0 or (old_size, old_root) == (new_size, new_root))
    place, last = old_size - 1, new_size - 1
    while place % 2:
        place, last = place // 2, last // 2
    steps = list(path)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    old = new = steps.pop(0)
    for step in steps:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node(step, old), node(step, new)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            new = node(new, step)
        place, last = place // 2, last // 2
    return last == 0 and old == old_root and new == new_root


def hashes(path):
    if not all(len(text) == 64 and not set(text) - set("0123456789abcdef") for text in path):
        raise Refused("a hash of the path is not 64 hexadecimal digits")
    return [bytes.fromhex(text) for text in path]


SHAPES = {
    "entry": {"proof": str, "entry": list, "hash": str, "path": list, "checkpoint": str},
    "consistency": {"proof": str, "older": str, "path": list, "newer": str},
}


def read(text):
    """The parts of a proof, which has one form alone."""
    try:
        proof = json.loads(text)
    except ValueError as why:
        raise Refused(f"the file is no proof: {why}") from why
    if not isinstance(proof, dict) or json.dumps(proof, indent=2, ensure_ascii=False) + "\n" != text:
        raise Refused("the file is not written as a proof is")
    shape = SHAPES.get(proof.get("proof"))
    if shape is None or list(proof) != list(shape) or any(type(proof[name]) is not kind for name, kind in shape.items()):
        raise Refused("the file has not the parts of a proof")
    if not all(isinstance(part, str) for part in proof.get("entry", []) + proof["path"]):
        raise Refused("a part of the proof is no text")
    return proof


def verify(text, key):
    """What a proof shows, in words."""
    key = public_key(key)
    proof = read(text)
    path = hashes(proof["path"])
    if proof["proof"] == "consistency":
        older, newer = checkpoint(proof["older"], key), checkpoint(proof["newer"], key)
        if not begins(older, newer, path):
            raise Refused("the newer record does not begin with the older one, or the path was altered")
        return f"The record of {newer[0]} entries, signed on {newer[2]}, begins with that of {older[0]}, signed on {older[2]}."
    entry = proof["entry"]
    canonical = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    found = hashlib.sha256(canonical.encode()).hexdigest()
    if len(entry) != 9 or found != proof["hash"]:
        raise Refused("the entry does not have the hash that is given for it")
    seq = int(entry[0]) if entry[0].isdigit() else 0
    if seq < 1 or str(seq) != entry[0]:
        raise Refused(f"'{entry[0]}' is not the number of an entry")
    size, root, time = checkpoint(proof["checkpoint"], key)
    if not leads_to(bytes.fromhex(found), seq - 1, size, path, root):
        raise Refused(f"the path does not lead from entry {seq} to the root of the checkpoint")
    return f"Entry {seq}, with the hash {found}, is in the record of {size} entries, signed on {time}."


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8", newline="") as file:
            print(verify(file.read(), sys.argv[2]))
    except (Refused, UnicodeDecodeError) as why:
        print(f"refused: {why}")
        sys.exit(1)
