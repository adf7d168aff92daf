//! The server on a real socket: whoever is slow, sends too much or asks too often does not hurt
//! others.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod server;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use oast_office::Role;
use oast_web::serving::{Serving, serve};
use server::Server;

/// The application served over a network, until it is dropped.
struct Served {
    server: Server,
    address: SocketAddr,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Served {
    fn new(how: Serving) -> Self {
        let server = Server::new();
        let app = server.app();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (told, listens) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                told.send(listener.local_addr().unwrap()).unwrap();
                let stopped = async {
                    let _ = stopped.await;
                };
                serve(listener, app, how, stopped).await.unwrap();
            });
        });
        Self {
            server,
            address: listens.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    fn connect(&self) -> TcpStream {
        connect(self.address)
    }

    fn ask(&self, request: &str) -> String {
        ask(self.address, request)
    }

    fn get(&self, path: &str, headers: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nhost: oast\r\nconnection: close\r\n{headers}\r\n"
        ))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

/// Sends a request and reads all of the answer.
fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = connect(address);
    // Whoever is refused early may find that nobody listens any more.
    let _ = stream.write_all(request.as_bytes());
    read(&mut stream)
}

fn read(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn quick() -> Serving {
    Serving {
        head_within: Duration::from_millis(1_500),
        stop_within: Duration::from_secs(5),
        ..Serving::default()
    }
}

#[test]
fn hundreds_of_half_open_requests_do_not_hurt_others_and_are_hung_up_on() {
    let mut served = Served::new(quick());
    let mut slow: Vec<TcpStream> = (0..400).map(|_| served.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nhost: o").unwrap();
    }
    let cookie = served.server.cookie(Role::Broker);
    let page = served.get("/homes", &format!("cookie: {cookie}\r\n"));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("x-request-id: "), "{page}");
    // They end by themselves, also those that send a little now and then.
    for (number, stream) in slow.iter_mut().enumerate() {
        if number % 2 == 0 {
            let _ = stream.write_all(b"a");
        }
        let answer = read(stream);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

#[test]
fn a_connection_that_says_nothing_is_hung_up_on() {
    let served = Served::new(quick());
    let mut silent = served.connect();
    assert_eq!(read(&mut silent), "");
}

#[test]
fn an_upload_that_is_too_large_is_refused_and_others_go_on() {
    let mut served = Served::new(quick());
    let cookie = served.server.cookie(Role::Broker);
    let head = "POST /sign-in HTTP/1.1\r\nhost: oast\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let told = served.ask(&format!("{head}content-length: 500000000\r\n\r\nuser=a"));
    assert!(told.starts_with("HTTP/1.1 413"), "{told}");
    let address = served.address;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
                let body = chunk.repeat(40) + "0\r\n\r\n";
                let answer = ask(
                    address,
                    &format!("{head}transfer-encoding: chunked\r\n\r\n{body}"),
                );
                assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
            });
        }
        let page = served.get("/homes", &format!("cookie: {cookie}\r\n"));
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    });
    let long = format!("x-long: {}\r\n", "a".repeat(100_000));
    let told = served.get("/sign-in", &long);
    assert!(told.starts_with("HTTP/1.1 431"), "{told}");
}

#[test]
fn whoever_asks_too_often_without_a_session_waits_and_whoever_has_one_goes_on() {
    let mut served = Served::new(quick());
    let sign_in = "POST /sign-in HTTP/1.1\r\nhost: oast\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n";
    // The clock of these tests stands still, so nothing is paid off.
    let mut answers = (0..120).map(|_| served.ask(sign_in));
    let refused = answers.find(|answer| answer.starts_with("HTTP/1.1 429"));
    let refused = refused.unwrap();
    assert!(refused.contains("retry-after: 1"), "{refused}");
    assert!(refused.contains("Wait a few seconds"), "{refused}");
    // A made-up cookie is no session.
    let made_up = sign_in.replace("host:", "cookie: oast=made-up\r\nhost:");
    let told = served.ask(&made_up);
    assert!(told.starts_with("HTTP/1.1 429"), "{told}");
    let cookie = served.server.cookie(Role::Broker);
    let page = served.get("/homes", &format!("cookie: {cookie}\r\n"));
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let alive = served.get("/healthz", "");
    assert!(alive.ends_with("alive\n"), "{alive}");
    let ready = served.get("/readyz", "");
    assert!(ready.ends_with("ready\n"), "{ready}");
}

#[test]
fn a_full_server_says_so_and_has_room_again_when_others_leave() {
    let served = Served::new(Serving {
        connections_max: 4,
        head_within: Duration::from_mins(1),
        ..quick()
    });
    let held: Vec<TcpStream> = (0..2).map(|_| served.connect()).collect();
    let told = (0..50)
        .map(|_| served.get("/healthz", ""))
        .find(|answer| answer.starts_with("HTTP/1.1 503"));
    let told = told.unwrap();
    assert!(
        told.contains("as many connections as it can hold"),
        "{told}"
    );
    drop(held);
    let again = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        served.get("/healthz", "").starts_with("HTTP/1.1 200")
    });
    assert!(again);
}

#[test]
fn a_server_that_is_told_to_stop_finishes_and_ends() {
    let mut served = Served::new(quick());
    let mut idle = served.connect();
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: oast\r\n\r\n")
        .unwrap();
    drop(served.stop.take());
    served.thread.take().unwrap().join().unwrap();
    let answer = read(&mut idle);
    assert!(answer.is_empty() || answer.contains("alive"), "{answer}");
    TcpStream::connect(served.address).unwrap_err();
}
