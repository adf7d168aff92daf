//! Runs the program as a person would, each test in a folder of its own.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use oast_scratch::Scratch;

/// The program, the folder of a test and its database.
pub struct Oast {
    pub folder: tempfile::TempDir,
    /// None for the file in the folder.
    scratch: Option<Scratch>,
}

impl Oast {
    /// With a database on the engine that the run is for.
    pub fn new() -> Self {
        Self {
            scratch: std::env::var_os(oast_scratch::SERVER).map(|_| Scratch::new()),
            ..Self::in_a_file()
        }
    }

    /// With SQLite's file, for tests that look into it or copy it.
    pub fn in_a_file() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap())
    }

    /// With SQLite's file in a folder.
    pub fn in_folder(folder: tempfile::TempDir) -> Self {
        Self {
            folder,
            scratch: None,
        }
    }

    /// A key file: a server's database is not used without one.
    fn key_file(&self) -> PathBuf {
        let file = self.path("key");
        if !file.exists() {
            std::fs::write(&file, "0a".repeat(32)).unwrap();
        }
        file
    }

    fn address(&self) -> String {
        match &self.scratch {
            Some(scratch) => scratch.address.clone(),
            None => self.database().display().to_string(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn database(&self) -> PathBuf {
        self.path("county.sqlite")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oast"));
        command
            .current_dir(self.folder.path())
            .envs(
                self.scratch
                    .as_ref()
                    .map(|_| ("OAST_KEY_FILE", self.key_file())),
            )
            .arg("--quiet")
            .arg("--database")
            .arg(self.address())
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed, and gives what it says.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "oast {} failed: {said}",
            arguments.join(" ")
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused, and gives its code and what it says.
    pub fn refused(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        assert!(
            !output.status.success(),
            "oast {} was not refused",
            arguments.join(" ")
        );
        (
            output.status.code().unwrap_or(-1),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    /// Imports a folder of this test at a time.
    pub fn import(&self, pack: &str, at: &str) -> String {
        self.ok(&["--at", at, "--as", "officer", "import", pack])
    }

    /// Proposes, checks, approves and pays a run.
    pub fn pay(&self, run: &str, until: &str, at: &str) {
        self.ok(&[
            "--at", at, "--as", "officer", "pay-run", "propose", "--until", until,
        ]);
        self.ok(&["--at", at, "--as", "officer", "pay-run", "check", run]);
        self.ok(&["--at", at, "--as", "approver", "pay-run", "approve", run]);
        self.ok(&["--at", at, "--as", "approver", "pay-run", "pay", run]);
    }
}

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// Copies a folder of files.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Every file of a folder with its bytes, by name.
pub fn bytes_of(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// Changes one cell of a CSV file: in the row that begins with `key`, the first `from` becomes
/// `to`.
pub fn edit(file: &Path, key: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut edited = 0;
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.starts_with(key) && line.contains(from) {
                edited += 1;
                line.replacen(from, to, 1)
            } else {
                line.to_owned()
            }
        })
        .collect();
    assert_eq!(edited, 1, "{key}: {from} in {}", file.display());
    std::fs::write(file, lines.join("\n") + "\n").unwrap();
}

/// Adds a row to a CSV file.
pub fn add(file: &Path, row: &str) {
    let mut text = std::fs::read_to_string(file).unwrap();
    text.push_str(row);
    text.push('\n');
    std::fs::write(file, text).unwrap();
}
