//! The command line's part about the record itself: its proofs, its keys, how long it is kept.

use std::path::PathBuf;

use clap::Subcommand;
use oast_units::Date;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check that nothing in the record was altered, removed or put in another order
    Verify,
    /// List the entries
    List,
    /// Sign the record as it is, where something was recorded since the last time
    Checkpoint {
        /// The file of the key to sign with
        #[arg(long, env = "OAST_SIGNING_KEY_FILE", value_name = "FILE")]
        signing_key: PathBuf,
    },
    /// List the checkpoints
    Checkpoints,
    /// Write a proof that an entry is in the record, which can be checked without the database
    Prove {
        /// The number of the entry
        #[arg(required_unless_present = "consistency")]
        entry: Option<i64>,
        /// Prove it by the checkpoint over so many entries [default: the last]
        #[arg(long, value_name = "ENTRIES")]
        checkpoint: Option<i64>,
        /// Prove instead that the record of the second checkpoint begins with that of the first;
        /// each is named by how many entries it is over
        #[arg(long, num_args = 2, value_names = ["OLDER", "NEWER"], conflicts_with_all = ["entry", "checkpoint"])]
        consistency: Option<Vec<i64>>,
    },
    /// Check a proof; neither the database nor its key is needed
    VerifyProof {
        /// The file of the proof
        file: PathBuf,
        /// The public key, as it was published: name+number+key
        #[arg(long, value_name = "KEY")]
        public_key: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Retention {
    /// List everybody whom the schedule no longer keeps, with the reasons
    Due {
        /// The day [default: today]
        #[arg(long)]
        on: Option<Date>,
    },
    /// Erase what names everybody whom the schedule no longer keeps, for good; what was done and
    /// paid stays
    Erase {
        /// The day
        #[arg(long)]
        on: Date,
        /// Only say who would be erased
        #[arg(long)]
        dry_run: bool,
    },
    /// Put a person under a legal hold: they are kept until it is lifted
    Hold {
        /// The person
        person: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// What for: a case, a complaint, an inquiry
        #[arg(long)]
        reference: Option<String>,
    },
    /// Lift the legal holds on a person; today is their last day
    Lift {
        /// The person
        person: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// List the legal holds, lifted ones too
    Holds,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Make a key file that only you can read
    New {
        /// The file; one that is there is left alone
        file: PathBuf,
        /// Make a key to sign checkpoints with instead, in this name, such as kent.gov.uk/oast
        #[arg(long, value_name = "NAME")]
        signing: Option<String>,
    },
    /// Print the public key of a key to sign with, to be published
    Public {
        /// The file of the key to sign with
        file: PathBuf,
    },
    /// Wrap everything anew under another key; the old one then opens nothing
    Rotate {
        /// The file of the new key
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Person {
    /// Write everything that is held on a person, for them to read: a page, CSV and JSON
    Export {
        /// The person
        person: String,
        /// The folder to write
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}
