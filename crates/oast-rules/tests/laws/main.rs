//! Laws that the rules keep for any facts: random case files, and every day on which a term
//! changes.

mod arbitrary;
mod bridge;
mod bridge_steps;
mod coverage;
mod days;
mod due;
mod others;
mod pay_run;
