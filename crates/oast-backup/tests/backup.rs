//! What is backed up restores to the row, and what is not whole restores nothing.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use oast_backup::{BackupError, Opener, Seal, back_up, new_key, restore, verify};
use oast_generate::{Plan, generate};
use oast_office::{Actor, ImportOptions, Office};
use oast_scratch::Scratch;
use oast_store::Store;
use oast_terms::Terms;

const AUTHORITY: &str = "kent";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

struct County {
    folder: tempfile::TempDir,
    scratch: Scratch,
}

impl County {
    /// A small county with a paid run.
    fn new() -> Self {
        let county = Self {
            folder: tempfile::tempdir().unwrap(),
            scratch: Scratch::new(),
        };
        let pack = county.path("pack");
        let plan = Plan {
            seed: 7,
            placements: 40,
        };
        generate(AUTHORITY, &plan, &pack, &mut |_, _| {}).unwrap();
        let mut office = county.office();
        let when = at("2026-05-01T09:00:00Z");
        let (officer, approver) = (Actor::operator("a", when), Actor::operator("b", when));
        let options = ImportOptions::default();
        office
            .import(&pack, officer, options, &mut |_, _| {})
            .unwrap();
        let until = "2026-04-26".parse().unwrap();
        let proposed = office.propose_pay_run(until, officer, &mut |_| {}).unwrap();
        let run = proposed.run.unwrap().to_string();
        office.check_pay_run(&run, officer).unwrap();
        office.approve_pay_run(&run, approver).unwrap();
        office.pay_pay_run(&run, officer, &mut |_| {}).unwrap();
        county
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store(&self) -> Store {
        Store::open(&self.scratch.address).unwrap()
    }

    fn office(&self) -> Office {
        let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
        Office::new(self.scratch.open(), terms, AUTHORITY)
    }

    fn backed_up(&self, name: &str, seal: &Seal) -> PathBuf {
        let to = self.path(name);
        back_up(&mut self.store(), &to, seal).unwrap();
        to
    }
}

/// Every row of every table, in an order of its own.
fn rows(store: &mut Store) -> Vec<String> {
    let mut rows = Vec::new();
    store.keep_to(oast_store::EVERY_BOOK);
    for table in store.tables().unwrap() {
        store
            .each_row(&table, |row| {
                rows.push(format!("{} {row:?}", table.name));
                Ok::<(), BackupError>(())
            })
            .unwrap();
    }
    rows.sort();
    rows
}

fn refused(from: &Path, opener: &Opener, into: &mut Store) -> String {
    let error = restore(from, opener, into).unwrap_err().to_string();
    assert_eq!(rows(into), Vec::<String>::new(), "{error}");
    error
}

#[test]
fn what_is_backed_up_restores_to_the_row() {
    let county = County::new();
    let (recipient, key) = new_key();
    let seal = Seal::recipients(&[recipient]).unwrap();
    let file = county.backed_up("backup", &seal);
    let text = std::fs::read(&file).unwrap();
    assert!(text.starts_with(b"age-encryption.org/v1"));
    let opener = Opener::keys(&key).unwrap();
    let other = Scratch::new();
    let mut into = other.open();
    let restored = restore(&file, &opener, &mut into).unwrap();
    let before = rows(&mut county.store());
    assert_eq!(restored.rows, before.len() as u64);
    assert_eq!(restored.entries, 5);
    assert!(before == rows(&mut into), "the rows differ");
    assert!(!county.path("backup.part").exists());
    let scratch = tempfile::tempdir().unwrap();
    assert_eq!(verify(&file, &opener, scratch.path()).unwrap(), restored);
    // Whatever engine this run is for, the other one, or the same, takes it too.
    let path = county.path("file.sqlite").display().to_string();
    let mut file_store = Store::open(&path).unwrap();
    assert_eq!(restore(&file, &opener, &mut file_store).unwrap(), restored);
    assert!(before == rows(&mut file_store), "the rows differ");
    let back = county.path("back");
    back_up(&mut file_store, &back, &Seal::Plain).unwrap();
    let third = Scratch::new();
    let mut third = third.open();
    restore(&back, &Opener::Nothing, &mut third).unwrap();
    assert!(before == rows(&mut third), "the rows differ");
}

#[test]
fn a_backup_opens_with_its_own_key_or_passphrase_alone() {
    let county = County::new();
    let (recipient, _) = new_key();
    let sealed = county.backed_up("keyed", &Seal::recipients(&[recipient]).unwrap());
    let other = Scratch::new();
    let mut into = other.open();
    let another = Opener::keys(&new_key().1).unwrap();
    let says = refused(&sealed, &another, &mut into);
    assert!(says.contains("does not open with this key"), "{says}");
    let says = refused(&sealed, &Opener::Nothing, &mut into);
    assert!(says.contains("give its key"), "{says}");
    let seal = Seal::passphrase("correct horse\n").unwrap();
    let worded = county.backed_up("worded", &seal);
    let wrong = Opener::passphrase("wrong horse").unwrap();
    let says = refused(&worded, &wrong, &mut into);
    assert!(says.contains("does not open with this key"), "{says}");
    let right = Opener::passphrase("correct horse").unwrap();
    restore(&worded, &right, &mut into).unwrap();
    assert!(Seal::recipients(&["age1nonsense".to_owned()]).is_err());
    assert!(Opener::keys("# none\n").is_err());
    assert!(Opener::passphrase("\n").is_err());
}

#[test]
fn a_backup_that_was_cut_short_or_altered_restores_nothing() {
    let county = County::new();
    let (recipient, key) = new_key();
    let opener = Opener::keys(&key).unwrap();
    let sealed = county.backed_up("sealed", &Seal::recipients(&[recipient]).unwrap());
    let plain = county.backed_up("plain", &Seal::Plain);
    let other = Scratch::new();
    let mut into = other.open();
    let bad = county.path("bad");
    for (file, opener) in [(&sealed, &opener), (&plain, &Opener::Nothing)] {
        let whole = std::fs::read(file).unwrap();
        let last = whole.len() - 1;
        for cut in [0, 1, 10, 100, last / 2, last - 20, last] {
            std::fs::write(&bad, &whole[..cut]).unwrap();
            let says = refused(&bad, opener, &mut into);
            assert!(says.contains("not whole"), "cut at {cut}: {says}");
        }
        for flip in [30, last / 4, last / 2, last / 2 + 1, last - 30] {
            let mut altered = whole.clone();
            altered[flip] ^= 0x10;
            std::fs::write(&bad, &altered).unwrap();
            refused(&bad, opener, &mut into);
        }
    }
    restore(&sealed, &opener, &mut into).unwrap();
    let again = restore(&sealed, &opener, &mut into).unwrap_err();
    assert!(matches!(again, BackupError::NotEmpty(_)), "{again}");
}

#[test]
fn a_row_that_was_altered_and_summed_anew_does_not_verify() {
    use std::io::{Read as _, Write as _};
    let county = County::new();
    // Somebody alters the database itself, so that the backup is whole and its record is not.
    let mut store = county.store();
    let alter = "UPDATE postings SET amount_pence = amount_pence + 1 WHERE seq = 5";
    store
        .over_every_book(|connection| connection.run(alter))
        .unwrap();
    let plain = county.backed_up("plain", &Seal::Plain);
    let other = Scratch::new();
    let mut into = other.open();
    let says = refused(&plain, &Opener::Nothing, &mut into);
    assert!(says.contains("does not verify"), "{says}");
    assert!(says.contains("postings"), "{says}");
    // A line is altered, and nothing else.
    let mut text = String::new();
    let packed = std::fs::File::open(&plain).unwrap();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let newer = text.replacen("\"schema\":", "\"schema\":9", 1);
    let swapped = text.replacen("\"kent\"", "\"essex\"", 1);
    let longer = format!("{text}[1]\n");
    for (altered, expected) in [
        (newer, "newer program"),
        (swapped, "not those that were written"),
        (longer, "after its end"),
        ("[1]\n".to_owned(), "not begin as a backup"),
    ] {
        let path = county.path("altered");
        let file = std::fs::File::create(&path).unwrap();
        let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        out.write_all(altered.as_bytes()).unwrap();
        out.finish().unwrap();
        let says = refused(&path, &Opener::Nothing, &mut into);
        assert!(says.contains(expected), "{expected}: {says}");
    }
}

#[test]
fn a_backup_is_of_one_moment_while_others_go_on_writing() {
    let county = County::new();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let backups = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut office = county.office();
            let mut entries = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let reason = format!("reason {entries}");
                let actor = Actor::operator("b", at("2026-05-02T09:00:00Z"));
                let until = "2026-05-24".parse().unwrap();
                let proposed = office.propose_pay_run(until, actor, &mut |_| {}).unwrap();
                let run = proposed.run.unwrap().to_string();
                office.reject_pay_run(&run, &reason, actor).unwrap();
                entries += 2;
            }
            entries
        });
        let files: Vec<PathBuf> = (0..3)
            .map(|number| county.backed_up(&format!("backup{number}"), &Seal::Plain))
            .collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(writer.join().unwrap() > 0);
        files
    });
    for file in &backups {
        let other = Scratch::new();
        let mut into = other.open();
        restore(file, &Opener::Nothing, &mut into).unwrap();
    }
}

#[test]
fn a_backup_does_not_take_the_place_of_another() {
    let county = County::new();
    let file = county.backed_up("backup", &Seal::Plain);
    let before = std::fs::read(&file).unwrap();
    let again = back_up(&mut county.store(), &file, &Seal::Plain);
    assert!(matches!(again, Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
