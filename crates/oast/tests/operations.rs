//! The program as whoever runs it meets it: started, watched, stopped, backed up and restored.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use support::Oast;

/// A program that runs until it is told to stop.
struct Running(Child);

impl Running {
    /// Starts one, and gives the first line that it says.
    fn start(oast: &Oast, arguments: &[&str]) -> (Self, String) {
        let mut child = oast
            .command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = child.stdout.as_mut().unwrap();
        BufReader::new(out).read_line(&mut line).unwrap();
        (Self(child), line)
    }

    /// Tells it to stop as a service manager does, and gives what it logged.
    fn stop(mut self) -> String {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").arg(&id).status().unwrap().success());
        let status = self.0.wait().unwrap();
        let mut log = String::new();
        let mut from = self.0.stderr.take().unwrap();
        from.read_to_string(&mut log).unwrap();
        assert!(status.success(), "{status}\n{log}");
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: oast\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// An address that nobody listens at.
fn free() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn county(oast: &Oast) {
    oast.ok(&["generate", "--placements", "40", "--out", "pack"]);
    oast.ok(&["--as", "officer", "import", "pack"]);
}

#[test]
fn a_server_says_how_it_is_and_ends_when_it_is_told() {
    let oast = Oast::new();
    county(&oast);
    let metrics = free();
    let arguments = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "json",
        "--log-level",
        "info",
        "--metrics-listen",
        &metrics,
    ];
    let (running, says) = Running::start(&oast, &arguments);
    let (_, address) = says.split_once("http://").unwrap();
    let (address, _) = address.split_once('/').unwrap();
    assert!(get(address, "/healthz").ends_with("alive\n"));
    assert!(get(address, "/readyz").ends_with("ready\n"));
    let page = get(address, "/sign-in?then=zztyped");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let scraped = get(&metrics, "/metrics");
    for line in [
        "oast_database_up 1",
        "oast_audit_seq 1",
        "oast_answers_seconds_count{method=\"GET\",route=\"/sign-in\",status=\"2xx\"} 1",
        "oast_jobs_waiting 0",
    ] {
        assert!(
            scraped.lines().any(|each| each == line),
            "{line}\n{scraped}"
        );
    }
    // Metrics are not for browsers.
    assert!(get(address, "/metrics").starts_with("HTTP/1.1 404"));
    let log = running.stop();
    assert!(log.contains("\"route\":\"/sign-in\""), "{log}");
    assert!(!log.contains("zztyped"), "{log}");
}

#[test]
fn a_worker_ends_when_it_is_told() {
    let oast = Oast::new();
    county(&oast);
    let (running, says) = Running::start(&oast, &["worker"]);
    assert!(says.contains("Oast works"), "{says}");
    running.stop();
}

#[test]
fn a_worker_with_a_key_signs_the_record_and_says_how_old_the_last_signature_is() {
    let oast = Oast::new();
    county(&oast);
    oast.ok(&[
        "key",
        "new",
        "--signing",
        "example.gov.uk/oast",
        "signing.key",
    ]);
    let metrics = free();
    let arguments = [
        "worker",
        "--signing-key-file",
        "signing.key",
        "--metrics-listen",
        &metrics,
        "--log-level",
        "info",
    ];
    let (running, _) = Running::start(&oast, &arguments);
    let age = "oast_checkpoint_age_seconds ";
    let signed = (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        let scraped = get(&metrics, "/metrics");
        let line = scraped.lines().find_map(|line| line.strip_prefix(age));
        line.is_some_and(|seconds| seconds.parse::<u64>().unwrap() < 3_600)
    });
    assert!(signed);
    let log = running.stop();
    assert!(log.contains("checkpoint entries=1"), "{log}");
    let listed = oast.ok(&["audit", "checkpoints"]);
    assert_eq!(listed.matches("example.gov.uk/oast").count(), 1, "{listed}");
    // One that is told to sign with no key does not begin.
    let (_, said) = oast.refused(&["worker", "--signing-key-file", "nowhere.key"]);
    assert!(said.contains("cannot be read"), "{said}");
}

/// The program with an address of a server nobody listens at.
fn at_no_server(arguments: &[&str], environment: Option<&str>) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oast"));
    command.args(arguments).env_remove("OAST_DATABASE");
    if let Some(address) = environment {
        command.env("OAST_DATABASE", address);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), said)
}

#[test]
fn a_password_is_taken_from_the_environment_and_never_from_the_command_line() {
    let open = "postgres://oast:hunter2@127.0.0.1:1/oast?sslmode=disable";
    let asked = "postgres://oast@127.0.0.1:1/oast?sslmode=disable&password=hunter2";
    for address in [open, asked] {
        for arguments in [
            &["--database", address, "audit", "verify"][..],
            &["audit", "verify", "--database", address],
            &["copy", "--from", address, "--to", "new.sqlite"],
            &["copy", "--from", "old.sqlite", "--to", address],
        ] {
            let (code, said) = at_no_server(arguments, None);
            assert_eq!(code, 3, "{said}");
            assert!(
                said.contains("everybody on this machine can read"),
                "{said}"
            );
            assert!(!said.contains("hunter2"), "{said}");
        }
        let (_, said) = at_no_server(&["audit", "verify"], Some(address));
        assert!(!said.contains("everybody on this machine"), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    let bare = "postgres://oast@127.0.0.1:1/oast?sslmode=disable";
    let (_, said) = at_no_server(&["--database", bare, "audit", "verify"], None);
    assert!(!said.contains("everybody on this machine"), "{said}");
}

#[test]
fn a_county_is_backed_up_verified_and_restored() {
    let oast = Oast::new();
    county(&oast);
    let refused = oast.run(&["backup", "--to", "a.backup"]);
    let says = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3), "{says}");
    assert!(says.contains("--recipient"), "{says}");
    let made = oast.ok(&["backup-key", "--to", "backup.key"]);
    let (_, recipient) = made.trim_end().rsplit_once(' ').unwrap();
    let said = oast.ok(&["backup", "--to", "a.backup", "--recipient", recipient]);
    assert!(said.contains("as at audit entry 1"), "{said}");
    let sealed = oast.run(&["backup", "--verify", "a.backup"]);
    assert_eq!(sealed.status.code(), Some(3));
    let key = ["--identity-file", "backup.key"];
    let said = oast.ok(&[&["backup", "--verify", "a.backup"][..], &key].concat());
    assert!(said.contains("restores and verifies"), "{said}");
    let said = oast.ok(&[&["restore", "a.backup", "--to", "new.sqlite"][..], &key].concat());
    assert!(said.contains("Restored and verified"), "{said}");
    let again = oast.run(&[&["restore", "a.backup", "--to", "new.sqlite"][..], &key].concat());
    assert_eq!(again.status.code(), Some(3), "it is not empty");
    assert!(oast.path("new.sqlite").exists());
    // What is made for a backup that is none goes with it.
    std::fs::write(oast.path("bad.backup"), "nonsense").unwrap();
    let bad = oast.run(&["restore", "bad.backup", "--to", "bad.sqlite"]);
    assert_eq!(bad.status.code(), Some(3));
    assert!(!oast.path("bad.sqlite").exists());
    let left = std::fs::read_dir(oast.folder.path()).unwrap();
    let left: Vec<_> = left.map(|file| file.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with(".tmp")),
        "{left:?}"
    );
}
