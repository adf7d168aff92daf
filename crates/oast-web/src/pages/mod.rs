//! The pages, room by room.

pub mod access;
pub mod brand;
pub mod contract;
pub mod design;
pub mod find;
pub mod help;
pub mod import;
pub mod market;
pub mod menu;
pub mod money;
pub mod outlook;
pub mod parts;
pub mod placement;
pub mod price;
pub mod samples;
pub mod trouble;
pub mod work;
