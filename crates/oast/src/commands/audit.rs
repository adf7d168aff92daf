use std::fmt::Write as _;
use std::path::Path;

use oast_exchange::table::{Format, Table, Value};
use oast_office::{Office, OfficeError};
use oast_seal::{Proof, Proven, PublicKey};

use crate::cli::Audit;
use crate::context::Context;
use crate::exit::{NotVerified, Refused};
use crate::{key_file, output};

pub(super) fn run(context: &Context, command: Audit) -> anyhow::Result<()> {
    if let Audit::VerifyProof { file, public_key } = command {
        return verify_proof(&file, &public_key);
    }
    // None of this is secret: the record is checked without the key of what is personal.
    let mut office = context.keyless_office()?;
    match command {
        Audit::Verify => verify(context, &mut office),
        Audit::List => list(context, &mut office),
        Audit::Checkpoint { signing_key } => {
            let signer = key_file::signing(&signing_key)?;
            match office.checkpoint(&signer, context.time())? {
                Some(made) => output::say(made.note.trim_end()),
                None => output::say("nothing was recorded since the last checkpoint"),
            }
        }
        Audit::Checkpoints => checkpoints(context, &mut office),
        Audit::Prove {
            entry,
            checkpoint,
            consistency,
        } => {
            let proof = match (entry, consistency.as_deref()) {
                (_, Some([older, newer])) => office.prove_consistency(*older, *newer)?,
                (Some(entry), _) => office.prove_entry(entry, checkpoint)?,
                _ => return Err(Refused("name an entry".to_owned()).into()),
            };
            output::say(proof.text()?.trim_end())
        }
        Audit::VerifyProof { .. } => Ok(()),
    }
}

fn verify(context: &Context, office: &mut Office) -> anyhow::Result<()> {
    context.progress().tell("verifying the record", 0);
    let verified = office.store().verify().map_err(OfficeError::Store)?;
    let mut faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
    faults.extend(office.ledger_faults()?);
    if context.format() == Format::Json {
        let answer = serde_json::json!({
            "entries": verified.entries,
            "rows": verified.rows,
            "head": verified.head,
            "faults": &faults,
        });
        output::say(&format!("{answer:#}"))?;
    } else {
        let mut text = format!(
            "{} entries and {} rows looked at; the last entry's hash is\n{}",
            verified.entries, verified.rows, verified.head
        );
        if faults.is_empty() {
            text.push_str("\nThe record verifies: nothing was altered, removed or moved, and the ledger balances.");
        }
        for fault in &faults {
            write!(text, "\n- {fault}")?;
        }
        output::say(&text)?;
    }
    match faults.len() {
        0 => Ok(()),
        faults => Err(NotVerified(faults).into()),
    }
}

fn list(context: &Context, office: &mut Office) -> anyhow::Result<()> {
    let entries = office.store().audit_entries().map_err(OfficeError::Store)?;
    let rows = entries
        .into_iter()
        .map(|entry| {
            vec![
                Value::Number(entry.seq),
                Value::Text(entry.recorded_at),
                Value::Text(entry.actor),
                Value::Text(entry.command),
                Value::Text(entry.subject),
                Value::Text(entry.hash),
            ]
        })
        .collect();
    let columns = vec!["seq", "recorded_at", "actor", "command", "subject", "hash"];
    output::table(&Table { columns, rows }, context.format())
}

fn checkpoints(context: &Context, office: &mut Office) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for kept in office.checkpoints(u32::MAX)? {
        let signed = kept.signed().map_err(OfficeError::Store)?;
        let said = signed.unverified();
        rows.push(vec![
            Value::Number(kept.size),
            Value::Text(said.time.clone()),
            Value::Text(said.origin.clone()),
            Value::Text(oast_seal::to_hex(&said.root)),
        ]);
    }
    let columns = vec!["entries", "signed_at", "signed_by", "root"];
    output::table(&Table { columns, rows }, context.format())
}

/// Checks a proof with nothing but its file and the public key.
fn verify_proof(file: &Path, public_key: &str) -> anyhow::Result<()> {
    let key: PublicKey = public_key.parse()?;
    let text = std::fs::read_to_string(file)
        .map_err(|error| Refused(format!("{} cannot be read: {error}", file.display())))?;
    let says = match Proof::read(&text)?.verify(&key)? {
        Proven::Entry {
            seq,
            hash,
            checkpoint,
        } => format!(
            "Entry {seq}, with the hash {hash}, is in the record of {} entries that {} signed on {}.",
            checkpoint.size, checkpoint.origin, checkpoint.time
        ),
        Proven::Consistency { older, newer } => format!(
            "The record of {} entries that {} signed on {} begins with the record of {} entries signed on {}: nothing in it was altered or removed.",
            newer.size, newer.origin, newer.time, older.size, older.time
        ),
    };
    output::say(&says)
}
