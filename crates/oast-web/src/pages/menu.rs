//! The menu, for narrow screens: the frame's rooms as a plain page.

use axum::response::Response;
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::page::Page;

/// The menu.
#[derive(Debug, Serialize)]
pub struct Menu {}

impl Page for Menu {
    const TEMPLATE: &'static str = "pages/menu.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Menu".to_owned()
    }

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

/// Shows the menu.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    desk.page(&Menu {})
}
