//! How many connections there are, and from where.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::app::held;

/// How long telling somebody that there is no room may take.
const REFUSE_WITHIN: Duration = Duration::from_secs(1);
/// What somebody is told for whom there is no room.
const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 69\r\n\r\nOast has as many connections as it can hold. Try again in a moment.\r\n";

/// The connections that are open.
#[derive(Debug)]
pub struct Connections {
    most: usize,
    trusted: Arc<[IpAddr]>,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    from: HashMap<IpAddr, usize>,
}

/// A place for one connection, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    connections: Arc<Connections>,
    address: IpAddr,
}

impl Connections {
    /// Room for so many. An address that is no trusted proxy may have half of them, so that nobody
    /// takes all the room alone.
    pub fn new(most: usize, trusted: Arc<[IpAddr]>) -> Arc<Self> {
        Arc::new(Self {
            most,
            trusted,
            open: Mutex::default(),
        })
    }

    /// A place for a connection from an address, if there is one.
    pub fn place(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let mut open = held(&self.open);
        let here = open.from.get(&address).copied().unwrap_or_default();
        let share = if self.trusted.contains(&address) {
            self.most
        } else {
            self.most.div_ceil(2)
        };
        if open.all >= self.most || here >= share {
            return None;
        }
        open.all += 1;
        open.from.insert(address, here + 1);
        Some(Place {
            connections: Arc::clone(self),
            address,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = held(&self.connections.open);
        open.all = open.all.saturating_sub(1);
        let here = open.from.get(&self.address).copied().unwrap_or_default();
        if here > 1 {
            open.from.insert(self.address, here - 1);
        } else {
            open.from.remove(&self.address);
        }
    }
}

/// Says that there is no room, and hangs up.
pub(super) async fn refuse(mut stream: TcpStream) {
    let told = async {
        stream.write_all(FULL.as_bytes()).await?;
        stream.shutdown().await
    };
    let _ = tokio::time::timeout(REFUSE_WITHIN, told).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_all_the_room_alone() {
        let [one, other, proxy] = [1, 2, 3].map(|last| IpAddr::from([192, 0, 2, last]));
        let connections = Connections::new(4, Arc::from([proxy]));
        let mut places = vec![
            connections.place(one).unwrap(),
            connections.place(one).unwrap(),
        ];
        assert!(connections.place(one).is_none());
        places.push(connections.place(other).unwrap());
        places.push(connections.place(other).unwrap());
        assert!(connections.place(proxy).is_none(), "it is full");
        places.clear();
        let all: Vec<Place> = (0..4).filter_map(|_| connections.place(proxy)).collect();
        assert_eq!(all.len(), 4);
        drop(all);
        assert!(held(&connections.open).from.is_empty());
    }

    #[test]
    fn what_is_said_has_the_length_that_it_says() {
        let (head, body) = FULL.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())));
    }
}
