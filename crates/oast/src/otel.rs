//! Spans for whoever collects them with OpenTelemetry: OTLP over HTTP, as JSON.
//!
//! A span is a line of the log in another form: a request, a job or a command, with how long it
//! took, its route's template, its kind or its name. Nothing else of it is sent. Spans wait in a
//! queue that is never waited for: what does not fit, or cannot be sent, is gone.

use std::fmt::Debug;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer};

use crate::exit::Refused;
use crate::{chance, clock};

/// How long spans are gathered before they are sent together.
const SENT_EVERY: Duration = Duration::from_secs(5);
/// Spans that wait to be sent, at most.
const WAITING_MAX: usize = 10_000;
/// Spans that are sent together, at most.
const TOGETHER_MAX: usize = 500;
/// How long the collector may take.
const SENT_WITHIN: Duration = Duration::from_secs(10);
/// The path below a collector's address at which it takes spans.
const PATH: &str = "/v1/traces";
/// The fields of a line that its span has: none of them names anybody.
const FIELDS: [&str; 7] = [
    "method", "route", "status", "kind", "outcome", "attempt", "command",
];
/// What spans answer for, as OpenTelemetry numbers it: answering a request, or work of its own.
const SERVER: u8 = 2;
const INTERNAL: u8 = 1;

/// A thing that was done, and how long it took.
struct Span {
    name: String,
    kind: u8,
    from: Timestamp,
    to: Timestamp,
    attributes: Vec<Value>,
}

/// Makes spans of lines of the log.
pub(crate) struct Spans(SyncSender<Span>);

/// Sends spans to the collector at an address from now on.
pub(crate) fn spans(collector: &str) -> anyhow::Result<Spans> {
    if !collector.starts_with("http://") {
        return Err(Refused(format!(
            "'{collector}' is no address of a collector; write it as http://127.0.0.1:4318"
        ))
        .into());
    }
    let address = format!("{}{PATH}", collector.trim_end_matches('/'));
    let (to, waiting) = sync_channel(WAITING_MAX);
    std::thread::Builder::new()
        .name("spans".to_owned())
        .spawn(move || send_all(&address, &waiting))
        .context("the thread for spans")?;
    Ok(Spans(to))
}

impl<S: Subscriber> Layer<S> for Spans {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut told = Told::default();
        event.record(&mut told);
        let name = match event.metadata().target() {
            "oast::request" => format!("{} {}", told.of("method"), told.of("route")),
            "oast::job" => format!("job {}", told.of("kind")),
            "oast::command" => format!("command {}", told.of("command")),
            _ => return,
        };
        let is_request = event.metadata().target() == "oast::request";
        let to = clock::now();
        let span = Span {
            name,
            kind: if is_request { SERVER } else { INTERNAL },
            from: to - SignedDuration::from_millis(told.milliseconds),
            to,
            attributes: told.attributes(),
        };
        // A queue that is full is let be: nobody waits for the collector.
        let _ = self.0.try_send(span);
    }
}

/// The fields of a line, as far as its span has them.
#[derive(Default)]
struct Told {
    fields: Vec<(&'static str, String)>,
    milliseconds: i64,
}

impl Told {
    fn of(&self, name: &str) -> &str {
        let mut fields = self.fields.iter();
        let found = fields.find(|(each, _)| *each == name);
        found.map_or("", |(_, value)| value)
    }

    fn take(&mut self, field: &Field, value: String) {
        if FIELDS.contains(&field.name()) {
            self.fields.push((field.name(), value));
        }
    }

    fn attributes(self) -> Vec<Value> {
        let fields = self.fields.into_iter();
        fields
            .map(|(name, value)| attribute(&format!("oast.{name}"), &value))
            .collect()
    }
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.take(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field, value.to_owned());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.take(field, value.to_string());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "ms" {
            self.milliseconds = i64::try_from(value).unwrap_or_default();
        }
        self.take(field, value.to_string());
    }
}

fn attribute(name: &str, value: &str) -> Value {
    json!({ "key": name, "value": { "stringValue": value } })
}

/// Sends what waits, some of it together, as long as somebody may make more.
fn send_all(address: &str, waiting: &Receiver<Span>) {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(SENT_WITHIN))
        .build();
    let agent = ureq::Agent::new_with_config(config);
    let mut failing = false;
    loop {
        let mut spans = Vec::new();
        let began = clock::now();
        let mut last = false;
        while spans.len() < TOGETHER_MAX {
            let passed = clock::now().duration_since(began).unsigned_abs();
            match waiting.recv_timeout(SENT_EVERY.saturating_sub(passed)) {
                Ok(span) => spans.push(span),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    last = true;
                    break;
                }
            }
        }
        if !spans.is_empty() {
            let sent = export(&spans).and_then(|body| {
                let request = agent
                    .post(address)
                    .header("content-type", "application/json");
                Ok(request.send(body).map(drop)?)
            });
            // Once for each time that the collector goes away.
            if let (Err(error), false) = (&sent, failing) {
                tracing::warn!(target: "oast", "spans cannot be sent to the collector: {error}");
            }
            failing = sent.is_err();
        }
        if last {
            return;
        }
    }
}

/// Spans as OTLP writes them in JSON.
fn export(spans: &[Span]) -> anyhow::Result<String> {
    let spans: Vec<Value> = spans
        .iter()
        .map(|span| {
            Ok(json!({
                "traceId": id::<16>()?,
                "spanId": id::<8>()?,
                "name": span.name,
                "kind": span.kind,
                "startTimeUnixNano": span.from.as_nanosecond().to_string(),
                "endTimeUnixNano": span.to.as_nanosecond().to_string(),
                "attributes": span.attributes,
            }))
        })
        .collect::<std::io::Result<_>>()?;
    let resource = [
        attribute("service.name", "oast"),
        attribute("service.version", env!("CARGO_PKG_VERSION")),
    ];
    let scope = json!({ "scope": { "name": "oast" }, "spans": spans });
    let all = json!({ "resource": { "attributes": resource }, "scopeSpans": [scope] });
    Ok(json!({ "resourceSpans": [all] }).to_string())
}

fn id<const BYTES: usize>() -> std::io::Result<String> {
    let mut bytes = [0; BYTES];
    chance::fill(&mut bytes)?;
    Ok(oast_seal::to_hex(&bytes))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    /// One request as a collector receives it: its head, and its body.
    fn received(listener: &TcpListener) -> (String, Value) {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut text, mut bytes) = (String::new(), [0; 4_096]);
        loop {
            let read = stream.read(&mut bytes).unwrap();
            text.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            if let Ok(body) = serde_json::from_str(body) {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    .unwrap();
                return (head.to_lowercase(), body);
            }
        }
    }

    #[test]
    fn a_collector_is_sent_what_was_done_and_nothing_that_names_anybody() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let collector = format!("http://{}", listener.local_addr().unwrap());
        let subscriber = tracing_subscriber::registry().with(spans(&collector).unwrap());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(
                target: "oast::request", method = "GET", route = "/homes/{home}", status = 200_u16,
                ms = 1_500_u64, roles = "broker", reference = "0123", "answered"
            );
            tracing::info!(target: "oast::job", kind = "pay-run pay", outcome = "done", attempt = 1_i64, ms = 9_u64, "job");
            tracing::info!(target: "oast::command", command = "hold", seq = 7_i64, "command");
            tracing::error!(target: "oast", "something went wrong for Mrs Example");
        });
        // The queue closes with its last maker, and what waits is sent at once.
        let (head, body) = received(&listener);
        assert!(head.starts_with("post /v1/traces "), "{head}");
        assert!(head.contains("content-type: application/json"), "{head}");
        let spans = &body["resourceSpans"][0]["scopeSpans"][0]["spans"];
        let names: Vec<&str> = spans
            .as_array()
            .unwrap()
            .iter()
            .map(|span| span["name"].as_str().unwrap())
            .collect();
        assert_eq!(
            names,
            ["GET /homes/{home}", "job pay-run pay", "command hold"]
        );
        let nanoseconds = |name: &str| spans[0][name].as_str().unwrap().parse::<i128>().unwrap();
        assert_eq!(
            nanoseconds("endTimeUnixNano") - nanoseconds("startTimeUnixNano"),
            1_500_000_000
        );
        assert_eq!(spans[0]["traceId"].as_str().unwrap().len(), 32);
        let text = body.to_string();
        for kept in ["broker", "0123", "Example", "seq"] {
            assert!(!text.contains(kept), "{kept}: {text}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for wrong in ["127.0.0.1:4318", "https://collector.example", ""] {
            let Err(error) = spans(wrong) else {
                panic!("{wrong} was taken");
            };
            assert!(
                error.to_string().contains("http://127.0.0.1:4318"),
                "{error}"
            );
        }
    }
}
