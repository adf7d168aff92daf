//! Keys, checkpoints and proofs: what is signed holds, and not a byte of it can be changed.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_seal::{
    Checkpoint, ConsistencyProof, EntryProof, Proof, Proven, PublicKey, SignedCheckpoint,
    SigningKey, Tree, from_hex, to_hex,
};
use sha2::{Digest, Sha256};

const TIME: &str = "2026-05-15T10:00:00.000000Z";

fn key() -> SigningKey {
    SigningKey::new("example.gov.uk/oast", [9; 32]).unwrap()
}

/// An entry as it is hashed, and its hash.
fn entry(seq: u64) -> ([String; 9], [u8; 32]) {
    let detail = r#"{"why":"a \"quoted\" – line"}"#;
    let texts = [
        &seq.to_string(),
        "kent",
        TIME,
        "zoë",
        "import",
        "",
        detail,
        "{}",
        "00",
    ];
    let texts = texts.map(str::to_owned);
    let canonical = serde_json::Value::from(texts.to_vec()).to_string();
    (texts, Sha256::digest(canonical).into())
}

fn tree() -> Tree {
    let mut tree = Tree::default();
    (1..=13).for_each(|seq| tree.push(&entry(seq).1));
    tree
}

fn checkpoint(tree: &Tree, size: u64) -> SignedCheckpoint {
    Checkpoint {
        origin: String::new(),
        size,
        root: tree.root(size).unwrap(),
        time: TIME.to_owned(),
    }
    .sign(&key())
}

fn entry_proof(seq: u64) -> Proof {
    let (tree, (entry, hash)) = (tree(), entry(seq));
    let path = tree.inclusion(seq - 1, 11).unwrap();
    Proof::Entry(EntryProof {
        entry,
        hash: to_hex(&hash),
        path: path.iter().map(|hash| to_hex(hash)).collect(),
        checkpoint: checkpoint(&tree, 11).to_string(),
    })
}

fn consistency_proof() -> Proof {
    let tree = tree();
    let path = tree.consistency(6, 13).unwrap();
    Proof::Consistency(ConsistencyProof {
        older: checkpoint(&tree, 6).to_string(),
        path: path.iter().map(|hash| to_hex(hash)).collect(),
        newer: checkpoint(&tree, 13).to_string(),
    })
}

#[test]
fn a_key_is_read_back_from_its_text_and_does_not_print_its_secret() {
    let (key, public) = (key(), key().public());
    let again: SigningKey = key.secret_text().parse().unwrap();
    assert_eq!(again.public(), public);
    assert_eq!(public.to_string().parse::<PublicKey>().unwrap(), public);
    assert_eq!(
        format!("{key:?}"),
        "(the signing key of example.gov.uk/oast)"
    );
    for name in ["", "two words", "a+b", &"x".repeat(101)] {
        assert!(SigningKey::new(name, [1; 32]).is_err(), "{name}");
    }
    let other = public.to_string().replace("example", "elsewhere");
    assert!(
        other.parse::<PublicKey>().is_err(),
        "the number is of the name too"
    );
    assert!(key.secret_text().parse::<PublicKey>().is_err());
}

/// The example of C2SP's description of signed notes, made by the Go implementation.
#[test]
fn the_text_of_a_public_key_is_that_of_signed_notes() {
    let text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(text.parse::<PublicKey>().unwrap().to_string(), text);
}

#[test]
fn a_checkpoint_is_read_back_and_opens_with_its_key_alone() {
    let note = checkpoint(&tree(), 11).to_string();
    let signed: SignedCheckpoint = note.parse().unwrap();
    let checkpoint = signed.verified(&key().public()).unwrap();
    assert_eq!((checkpoint.size, checkpoint.time.as_str()), (11, TIME));
    let lines: Vec<&str> = note.lines().collect();
    assert_eq!(lines[0], "example.gov.uk/oast");
    assert_eq!(lines[1], "11");
    assert!(lines[5].starts_with("— example.gov.uk/oast "), "{note}");
    let same_name = SigningKey::new("example.gov.uk/oast", [8; 32]).unwrap();
    let error = signed.verified(&same_name.public()).unwrap_err();
    assert!(error.to_string().contains("another key"), "{error}");
    let other_name = SigningKey::new("elsewhere", [9; 32]).unwrap();
    let error = signed.verified(&other_name.public()).unwrap_err();
    assert!(error.to_string().contains("in the name of"), "{error}");
}

#[test]
fn proofs_show_what_they_say() {
    let public = key().public();
    for seq in 1..=11 {
        let text = entry_proof(seq).text().unwrap();
        let proven = Proof::read(&text).unwrap().verify(&public).unwrap();
        assert!(matches!(proven, Proven::Entry { seq: found, .. } if found == seq));
    }
    let text = consistency_proof().text().unwrap();
    let Proven::Consistency { older, newer } = Proof::read(&text).unwrap().verify(&public).unwrap()
    else {
        panic!("another proof")
    };
    assert_eq!((older.size, newer.size), (6, 13));
}

#[test]
fn not_a_byte_of_a_proof_can_be_changed() {
    let public = key().public();
    for proof in [entry_proof(4), consistency_proof()] {
        let text = proof.text().unwrap();
        for at in 0..text.len() {
            for byte in [b'0', b'1', b'A', b' ', b'\n', b'"', b',', b'+'] {
                let mut altered = text.clone().into_bytes();
                if std::mem::replace(&mut altered[at], byte) == byte {
                    continue;
                }
                let Ok(altered) = String::from_utf8(altered) else {
                    continue;
                };
                let shown = Proof::read(&altered).and_then(|proof| proof.verify(&public));
                let error = shown.expect_err(&altered).to_string();
                assert!(error.len() > 20, "{error}");
            }
        }
    }
}

#[test]
fn an_entry_of_another_record_is_refused_with_the_reason() {
    let Proof::Entry(mut proof) = entry_proof(4) else {
        panic!("another proof")
    };
    let public = key().public();
    proof.entry[3] = "someone else".to_owned();
    let error = Proof::Entry(proof.clone()).verify(&public).unwrap_err();
    assert!(
        error.to_string().contains("does not have the hash"),
        "{error}"
    );
    let canonical = serde_json::Value::from(proof.entry.to_vec()).to_string();
    proof.hash = to_hex(&Sha256::digest(canonical));
    let error = Proof::Entry(proof).verify(&public).unwrap_err();
    assert!(
        error.to_string().contains("does not lead from entry 4"),
        "{error}"
    );
    assert!(from_hex::<2>("00zz").is_err());
}
