//! The pages, room by room.

pub mod access;
pub mod brand;
pub mod find;
pub mod market;
pub mod menu;
pub mod money;
pub mod parts;
pub mod placement;
pub mod price;
pub mod trouble;
pub mod work;
