//! The pages of Oast, drawn on the server: no page needs a script, and no page holds a rule.
//!
//! A request finds its [`routes::Route`], which says who may ask. Its handler is given a
//! [`desk::Desk`]: the person, the question, and the county as it was known. It fills in one typed
//! context, a [`page::Page`], which one template draws. What a handler does to the county it does
//! through `oast-office`, one command for each form that is sent.

pub mod answer;
pub mod app;
pub mod assets;
pub mod chart;
pub mod desk;
pub mod filter;
pub mod form;
pub mod frame;
pub mod link;
pub mod list;
pub mod map;
pub mod multipart;
pub mod page;
pub mod pages;
pub mod routes;
mod said;
pub mod server;
pub mod serving;
pub mod sign_on;
pub mod templates;
pub mod watch;
pub mod words;
