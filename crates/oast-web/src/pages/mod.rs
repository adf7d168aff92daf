//! The pages, room by room.

pub mod access;
pub mod brand;
pub mod market;
pub mod menu;
pub mod parts;
pub mod placement;
pub mod trouble;
pub mod work;
