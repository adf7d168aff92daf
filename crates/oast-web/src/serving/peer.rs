//! Where a request came from.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::HeaderMap;

use super::Limits;

/// The other end of a connection, and what limits there are for it. What is asked without a
/// network has none.
#[derive(Clone)]
pub struct Peer {
    /// The address of the other end of the connection.
    pub address: IpAddr,
    /// What is remembered of callers.
    pub limits: Arc<Limits>,
    /// The proxies whose word is taken for where a request came from.
    pub trusted: Arc<[IpAddr]>,
}

impl Peer {
    /// Where a request came from: the other end of the connection, or what a trusted proxy there
    /// says. Of several addresses the last one that is no trusted proxy counts, because anybody
    /// can write the ones before it.
    pub fn caller(&self, headers: &HeaderMap) -> IpAddr {
        if !self.trusted.contains(&self.address) {
            return self.address;
        }
        let all = headers.get_all("x-forwarded-for");
        let said: Vec<&str> = all
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        let mut last_first = said.iter().rev().map(|text| text.trim().parse::<IpAddr>());
        let first = last_first.find(|said| !matches!(said, Ok(ip) if self.trusted.contains(ip)));
        match first {
            Some(Ok(address)) => address,
            _ => self.address,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str, trusted: &[&str]) -> Peer {
        Peer {
            address: address.parse().unwrap(),
            limits: Arc::default(),
            trusted: trusted.iter().map(|text| text.parse().unwrap()).collect(),
        }
    }

    fn caller(peer: &Peer, said: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for said in said {
            headers.append("x-forwarded-for", said.parse().unwrap());
        }
        peer.caller(&headers).to_string()
    }

    #[test]
    fn a_strangers_word_is_not_taken_for_where_they_are() {
        let direct = peer("192.0.2.9", &["10.0.0.1"]);
        assert_eq!(caller(&direct, &["198.51.100.7"]), "192.0.2.9");
    }

    #[test]
    fn a_proxy_says_who_came_to_it_and_not_what_they_said() {
        let proxied = peer("10.0.0.1", &["10.0.0.1", "10.0.0.2"]);
        assert_eq!(caller(&proxied, &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(caller(&proxied, &["1.2.3.4, 198.51.100.7"]), "198.51.100.7");
        let behind_two = ["1.2.3.4", "198.51.100.7, 10.0.0.2"];
        assert_eq!(caller(&proxied, &behind_two), "198.51.100.7");
        assert_eq!(caller(&proxied, &["nonsense"]), "10.0.0.1");
        assert_eq!(caller(&proxied, &[]), "10.0.0.1");
    }
}
