//! How much one user or one address may ask for.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use crate::app::held;

/// Callers that are remembered; past it, those who have rested long enough are forgotten first.
const CALLERS_MAX: usize = 50_000;

/// How often something may be asked for: so many at once, and then one each so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub burst: i32,
    /// After how many microseconds there is one more.
    pub every_us: i64,
}

/// What somebody signed in may look at: ten times what the fastest hand clicks.
pub const USER_PAGES: Rate = Rate::per_second(50, 500);
/// What somebody signed in may send.
pub const USER_FORMS: Rate = Rate::per_second(2, 40);
/// What an address may look at without a session: hundreds of people sign in behind one address.
pub const ADDRESS_PAGES: Rate = Rate::per_second(20, 400);
/// How often an address may try to sign in: a council of 300 in two minutes.
pub const ADDRESS_FORMS: Rate = Rate::per_second(3, 100);
/// What an address may ask for in all, with sessions or without.
pub const ADDRESS_ALL: Rate = Rate::per_second(2_000, 10_000);

impl Rate {
    /// So many a second, after so many at once.
    pub const fn per_second(number: i64, burst: i32) -> Self {
        Self {
            burst,
            every_us: 1_000_000 / number,
        }
    }

    const fn every(self) -> SignedDuration {
        SignedDuration::from_micros(self.every_us)
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Caller {
    /// Somebody who is signed in.
    User(String),
    /// An address, for what comes from it without a session.
    Stranger(IpAddr),
    /// An address, for all that comes from it.
    Address(IpAddr),
}

/// What is remembered of callers: for each, when all that they asked for will have been paid off at
/// their rate. That one time is the whole state of the leaky bucket known as GCRA.
#[derive(Default)]
pub struct Limits {
    paid_off: Mutex<HashMap<(Caller, bool), Timestamp>>,
}

impl Limits {
    /// Lets a caller ask once more, to look or to send something; or says after how many whole
    /// seconds they may.
    pub fn ask(&self, caller: Caller, sends: bool, rate: Rate, now: Timestamp) -> Result<(), i64> {
        let mut callers = held(&self.paid_off);
        if callers.len() >= CALLERS_MAX {
            callers.retain(|_, paid_off| *paid_off > now);
        }
        // So many at one moment would be an attack from everywhere: all begin anew.
        if callers.len() >= CALLERS_MAX {
            callers.clear();
        }
        let paid_off = callers.entry((caller, sends)).or_insert(now);
        let next = (*paid_off).max(now) + rate.every();
        let over = next.duration_since(now) - rate.every() * rate.burst;
        if over > SignedDuration::ZERO {
            return Err(over.as_secs() + 1);
        }
        *paid_off = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOW: Rate = Rate::per_second(2, 3);

    fn stranger() -> Caller {
        Caller::Stranger(IpAddr::from([192, 0, 2, 1]))
    }

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_millis(milliseconds)
    }

    #[test]
    fn so_many_at_once_and_then_one_each_so_often() {
        let limits = Limits::default();
        let ask = |now| limits.ask(stranger(), false, SLOW, at(now));
        assert_eq!([ask(0), ask(0), ask(0)], [Ok(()); 3]);
        assert_eq!(ask(0), Err(1));
        assert_eq!(ask(499), Err(1));
        assert_eq!(ask(500), Ok(()));
        assert_eq!(ask(500), Err(1));
        assert_eq!([ask(5_000), ask(5_000), ask(5_000)], [Ok(()); 3]);
        assert_eq!(ask(5_000), Err(1));
    }

    #[test]
    fn one_caller_does_not_use_up_what_another_may() {
        let limits = Limits::default();
        for _ in 0..3 {
            limits.ask(stranger(), true, SLOW, at(0)).unwrap();
        }
        limits.ask(stranger(), true, SLOW, at(0)).unwrap_err();
        limits.ask(stranger(), false, SLOW, at(0)).unwrap();
        let user = Caller::User("bella".to_owned());
        limits.ask(user, true, SLOW, at(0)).unwrap();
    }

    #[test]
    fn three_hundred_people_behind_one_address_sign_in_within_two_minutes() {
        let limits = Limits::default();
        for person in 0..300 {
            let now = at(person * 400);
            limits.ask(stranger(), true, ADDRESS_FORMS, now).unwrap();
            for _ in 0..4 {
                limits.ask(stranger(), false, ADDRESS_PAGES, now).unwrap();
            }
        }
    }

    #[test]
    fn somebody_who_clicks_five_times_a_second_all_day_meets_no_limit() {
        let limits = Limits::default();
        for click in 0..20_000 {
            let user = Caller::User("bella".to_owned());
            limits
                .ask(user, false, USER_PAGES, at(click * 200))
                .unwrap();
        }
    }
}
