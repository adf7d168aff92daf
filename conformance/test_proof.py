"""Tests of the outsider's check of proofs: python3 -m unittest conformance/test_proof.py"""

import json
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))

import proof  # noqa: E402

# RFC 8032, section 7.1: the key, the message and the signature of its tests 1 to 3.
SIGNED = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


class Signatures(unittest.TestCase):
    def test_the_examples_of_the_rfc_hold_and_nothing_near_them(self):
        for key, text, signature in SIGNED:
            key, text, signature = map(bytes.fromhex, (key, text, signature))
            self.assertTrue(proof.signed_by(key, text, signature))
            self.assertFalse(proof.signed_by(key, text + b"x", signature))
            for at in (0, 31, 32, 63):
                wrong = bytearray(signature)
                wrong[at] ^= 1
                self.assertFalse(proof.signed_by(key, text, bytes(wrong)))


@unittest.skipUnless(os.environ.get("OAST_PROOFS"), "needs a folder of proofs that Oast wrote")
class Proofs(unittest.TestCase):
    """Each file of the folder with a name that ends in .json is a proof; key.txt is the key."""

    def setUp(self):
        folder = os.environ["OAST_PROOFS"]
        with open(os.path.join(folder, "key.txt"), encoding="utf-8") as file:
            self.key = file.read()
        self.proofs = []
        for name in sorted(os.listdir(folder)):
            if name.endswith(".json"):
                with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                    self.proofs.append(file.read())

    def test_they_hold(self):
        self.assertTrue(self.proofs)
        for text in self.proofs:
            self.assertIn("record of", proof.verify(text, self.key))

    def test_not_a_character_of_them_can_be_changed(self):
        for text in self.proofs:
            for at, was in enumerate(text):
                altered = text[:at] + ("1" if was != "1" else "2") + text[at + 1 :]
                with self.assertRaises(proof.Refused, msg=altered):
                    proof.verify(altered, self.key)

    def test_another_key_of_the_same_name_is_refused(self):
        name, _, _ = proof.public_key(self.key)
        key = b"\x01" + bytes.fromhex(SIGNED[0][0])
        number = proof.hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
        other = f"{name}+{number}+{proof.base64.b64encode(key).decode()}"
        for text in self.proofs:
            with self.assertRaises(proof.Refused):
                proof.verify(text, other)

    def test_an_entry_of_another_number_is_refused(self):
        for text in self.proofs:
            parts = json.loads(text)
            if parts["proof"] == "entry":
                parts["entry"][0] = str(int(parts["entry"][0]) + 1)
                canonical = json.dumps(parts["entry"], ensure_ascii=False, separators=(",", ":"))
                parts["hash"] = proof.hashlib.sha256(canonical.encode()).hexdigest()
                with self.assertRaises(proof.Refused):
                    proof.verify(json.dumps(parts, indent=2, ensure_ascii=False) + "\n", self.key)


if __name__ == "__main__":
    unittest.main()
