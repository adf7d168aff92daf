//! One connection to a server, kept alive, over which one page at a time is asked for.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, bail};

/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_mins(2);

/// A connection with the cookie of whoever asks.
pub(super) struct Client {
    address: String,
    cookie: String,
    connection: Option<BufReader<TcpStream>>,
    line: String,
    body: Vec<u8>,
}

/// What came back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// The size of the body as it was sent, compressed.
    pub(super) bytes: usize,
}

/// How the end of a body is told.
enum Length {
    Known(usize),
    Chunked,
    None,
}

impl Client {
    pub(super) fn new(address: &str, cookie: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookie: cookie.to_owned(),
            connection: None,
            line: String::new(),
            body: Vec::new(),
        }
    }

    /// Asks for a page, on the connection of the page before where it still stands.
    pub(super) fn get(&mut self, path: &str) -> anyhow::Result<Answer> {
        let kept = self.connection.is_some();
        match self.ask(path) {
            // A server may close a connection that it kept; then a new one is tried, once.
            Err(_) if kept => {
                self.connection = None;
                self.ask(path)
            }
            answer => answer,
        }
    }

    fn ask(&mut self, path: &str) -> anyhow::Result<Answer> {
        if self.connection.is_none() {
            let stream = TcpStream::connect(&self.address).context("connecting")?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(ANSWER_WITHIN))?;
            self.connection = Some(BufReader::with_capacity(1 << 16, stream));
        }
        let Some(mut connection) = self.connection.take() else {
            bail!("there is no connection");
        };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept: text/html\r\n\
             Accept-Encoding: gzip, deflate, br\r\n\r\n",
            self.address, self.cookie
        );
        connection.get_mut().write_all(request.as_bytes())?;
        let (answer, keeps) = self.read(&mut connection)?;
        if keeps {
            self.connection = Some(connection);
        }
        Ok(answer)
    }

    /// Reads an answer, and whether the connection can be used again.
    fn read(&mut self, from: &mut BufReader<TcpStream>) -> anyhow::Result<(Answer, bool)> {
        self.line.clear();
        from.read_line(&mut self.line)?;
        let status = self.line.split(' ').nth(1).context("no status")?;
        let status: u16 = status.trim().parse().context("the status is no number")?;
        let (mut length, mut keeps) = (Length::None, true);
        loop {
            self.line.clear();
            from.read_line(&mut self.line)?;
            let line = self.line.trim_end();
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Length::Known(value.parse()?),
                "transfer-encoding" => length = Length::Chunked,
                "connection" if value.eq_ignore_ascii_case("close") => keeps = false,
                _ => {}
            }
        }
        let bytes = match length {
            Length::Known(bytes) => self.take(from, bytes)?,
            Length::Chunked => self.chunks(from)?,
            Length::None => 0,
        };
        Ok((Answer { status, bytes }, keeps))
    }

    fn chunks(&mut self, from: &mut BufReader<TcpStream>) -> anyhow::Result<usize> {
        let mut bytes = 0;
        loop {
            self.line.clear();
            from.read_line(&mut self.line)?;
            let size = usize::from_str_radix(self.line.trim(), 16).context("a chunk's size")?;
            bytes += self.take(from, size)?;
            self.line.clear();
            from.read_line(&mut self.line)?;
            if size == 0 {
                return Ok(bytes);
            }
        }
    }

    fn take(&mut self, from: &mut BufReader<TcpStream>, bytes: usize) -> anyhow::Result<usize> {
        self.body.resize(bytes, 0);
        from.read_exact(&mut self.body)?;
        Ok(bytes)
    }
}
